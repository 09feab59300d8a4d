using System.Diagnostics;
using Messaging.Contracts;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Telemetry;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Dispatch;

/// <summary>A claimed entry on its way through this process, from claim to publish.</summary>
/// <param name="entry">The entry as claimed.</param>
/// <param name="done">Told once, when this process has nothing more to do for it.</param>
/// <param name="activity">The span of this order, on the trace of its own order event; null when nobody listens.</param>
internal class InFlightEntry(OrderEntry entry, Action done, Activity? activity)
{
    public OrderEntry Entry => entry;

    public Activity? Activity => activity;

    /// <summary>Where its result belongs.</summary>
    public ActivityContext Trace => activity?.Context ?? TraceParent.Parse(entry.TraceParent);

    /// <summary>True once its outcome is on its way to the ledger, or it is done.</summary>
    public bool IsDecided { get; set; }

    public void Done()
    {
        IsDecided = true;
        activity?.Dispose();
        done();
    }
}

/// <summary>A claimed entry that may be sent.</summary>
internal sealed class InFlightOrder<TEvent>(OrderEntry entry, TEvent orderEvent, Action done, Activity? activity)
    : InFlightEntry(entry, done, activity)
    where TEvent : class, IOrderEvent
{
    /// <summary>In how many calls it was sent, those before a crash or deferral included.</summary>
    public int Attempts { get; private set; } = entry.Attempts;

    /// <summary>True once a call left whose outcome is not known.</summary>
    public bool InDoubt { get; private set; } = entry.InDoubt;

    public TEvent Event => orderEvent;

    /// <summary>When it came to the dispatcher.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When its call leaves even if it is not full.</summary>
    public required DateTimeOffset WaitsUntil { get; init; }

    /// <summary>The <see cref="ILedger.LeaseEpoch"/> in which it was claimed.</summary>
    public required int LeaseEpoch { get; init; }

    public VendorOrder<TEvent> ForCall() => new(orderEvent, InDoubt);

    /// <summary>The outcome of not being sent: it goes back to the ledger as it came.</summary>
    public OrderOutcome NotSent(string why) => new OrderOutcome.RetryLater(null, why, After: TimeSpan.Zero, Alone: Entry.Alone);

    public void Sent() => Attempts++;

    public void OutcomeLost() => InDoubt = true;
}
