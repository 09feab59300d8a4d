using Messaging.Contracts;

namespace Messaging.Fulfillment.Vendors;

/// <summary>One order in a call.</summary>
/// <param name="Event">The order event.</param>
/// <param name="InDoubt">
/// True when an earlier attempt at this very event may have reached the vendor without its outcome being known:
/// "already done" then means that it was this service that did it.
/// </param>
public readonly record struct VendorOrder<TEvent>(TEvent Event, bool InDoubt)
    where TEvent : class, IOrderEvent;
