using Messaging.Contracts;

namespace Messaging.Fulfillment.Vendors;

/// <summary>One request to a vendor: orders of one account, no more than the vendor takes at once.</summary>
/// <param name="Account">Name of the account whose credentials sign the call. Two accounts never share a call.</param>
/// <param name="Orders">The orders, each number once.</param>
public sealed record VendorCall<TEvent>(string Account, IReadOnlyList<VendorOrder<TEvent>> Orders)
    where TEvent : class, IOrderEvent;
