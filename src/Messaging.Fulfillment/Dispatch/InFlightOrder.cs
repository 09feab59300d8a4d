using System.Diagnostics;
using Messaging.Contracts;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Telemetry;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Dispatch;

/// <summary>A claimed entry on its way through this process, from claim to publish.</summary>
internal class InFlightEntry(OrderEntry entry, Completion completion, Activity? activity)
{
    public OrderEntry Entry => entry;

    /// <summary>The span of this order; it hangs on the trace of its own order event. Null when nobody listens.</summary>
    public Activity? Activity => activity;

    /// <summary>Where its result belongs.</summary>
    public ActivityContext Trace => activity?.Context ?? TraceParent.Parse(entry.TraceParent);

    /// <summary>This order needs nothing more from this process.</summary>
    public void Done()
    {
        activity?.Dispose();
        completion.Signal();
    }
}

/// <summary>A claimed entry that may be sent.</summary>
internal sealed class InFlightOrder<TEvent>(OrderEntry entry, TEvent orderEvent, Completion completion, Activity? activity)
    : InFlightEntry(entry, completion, activity)
    where TEvent : class, IOrderEvent
{
    /// <summary>In how many calls it was sent, those before a crash or deferral included.</summary>
    public int Attempts { get; private set; } = entry.Attempts;

    /// <summary>True once a call left whose outcome is not known.</summary>
    public bool MayBeDone { get; private set; } = entry.MayBeDone;

    /// <summary>When its call leaves even if it is not full.</summary>
    public required DateTimeOffset WaitsUntil { get; init; }

    public VendorOrder<TEvent> ForCall() => new(orderEvent, MayBeDone);

    public void Sent() => Attempts++;

    public void OutcomeLost() => MayBeDone = true;
}

/// <summary>Completes when all orders of a batch are done; at once where there are none.</summary>
internal sealed class Completion
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left;

    public Completion(int orders)
    {
        _left = orders;
        if (orders == 0)
            _done.SetResult();
    }

    public Task Task => _done.Task;

    public void Signal()
    {
        if (Interlocked.Decrement(ref _left) == 0)
            _done.TrySetResult();
    }
}
