namespace Messaging.Fulfillment.Vendors;

/// <summary>
/// A vendor that is off, since it has no account: it has no queue, and what is published for it goes nowhere.
/// </summary>
/// <param name="Name">Its name, as <c>fengchao</c>.</param>
/// <param name="Section">Where its settings are, as <c>Vendors:Fengchao</c>.</param>
public sealed record IdleVendor(string Name, string Section);
