using Messaging.Contracts;

namespace Messaging.Fulfillment.Vendors;

/// <summary>One request to a vendor: orders of one account, no more than the vendor takes at once.</summary>
/// <param name="Account">Name of the account whose credentials sign the call. Two accounts never share a call.</param>
/// <param name="Orders">The orders, each number once.</param>
public sealed record VendorCall<TEvent>(string Account, IReadOnlyList<VendorOrder<TEvent>> Orders)
    where TEvent : class, IOrderEvent;

/// <summary>One order in a call.</summary>
/// <param name="Event">The order event.</param>
/// <param name="InDoubt">
/// True when an earlier attempt at this very event may have reached the vendor without its outcome being known:
/// "already done" then means that it was this service that did it.
/// </param>
public readonly record struct VendorOrder<TEvent>(TEvent Event, bool InDoubt)
    where TEvent : class, IOrderEvent;
