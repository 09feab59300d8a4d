using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Vendors;

/// <summary>A vendor that is served, for those who show or check what is registered.</summary>
/// <param name="Name">Its name, as <c>fengchao</c>.</param>
/// <param name="Section">Where its settings are, as <c>Vendors:Fengchao</c>.</param>
/// <param name="Settings">
/// Its settings; reading them throws <see cref="OptionsValidationException"/> where they are not valid.
/// </param>
public sealed record RegisteredVendor(string Name, string Section, IOptionsMonitor<VendorLimits> Settings);
