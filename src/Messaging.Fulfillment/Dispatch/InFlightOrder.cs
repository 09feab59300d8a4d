using System.Diagnostics;
using Messaging.Contracts;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Dispatch;

/// <summary>A claimed entry that may be sent.</summary>
internal sealed class InFlightOrder<TEvent>(
    OrderEntry entry, TEvent orderEvent, Activity? activity) : InFlightEntry(entry, activity)
    where TEvent : class, IOrderEvent
{
    public TEvent Event => orderEvent;

    /// <summary>
    /// When it came to the dispatcher, on the monotonic clock (<see cref="TimeProvider.GetTimestamp"/>).
    /// </summary>
    public required long Arrived { get; init; }

    /// <summary>How long after <see cref="Arrived"/> its call leaves even if it is not full.</summary>
    public required TimeSpan Linger { get; init; }

    /// <summary>Whether it was in no call since it was claimed.</summary>
    public bool IsFresh => Attempts == Entry.Attempts;

    public VendorOrder<TEvent> ForCall() => new(orderEvent, InDoubt);
}
