using System.Diagnostics;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Telemetry;

namespace Messaging.Fulfillment.Dispatch;

/// <summary>A claimed entry on its way through this process, from claim to publish.</summary>
/// <param name="entry">The entry as claimed.</param>
/// <param name="activity">
/// The span of this order, on the trace of its own order event; null when nobody listens.
/// </param>
internal class InFlightEntry(OrderEntry entry, Activity? activity) : IDisposable
{
    public OrderEntry Entry => entry;

    public Activity? Activity => activity;

    /// <summary>The trace that its result belongs to.</summary>
    public ActivityContext Trace => activity?.Context ?? TraceParent.Parse(entry.TraceParent);

    /// <summary>In how many calls it was sent, those before a crash or deferral included.</summary>
    public int Attempts { get; private set; } = entry.Attempts;

    /// <summary>
    /// The calls in which it was sent since it was claimed, in their order. Until there is a second one, all orders of
    /// a call share the list.
    /// </summary>
    public IReadOnlyList<SentCall> Calls { get; private set; } = [];

    /// <summary>True once a call left whose outcome is not known.</summary>
    public bool InDoubt { get; private set; } = entry.InDoubt;

    /// <summary>
    /// How often it failed in a call of its own; null where its last call carried others too. The calls by which it was
    /// found among others do not make it wait longer.
    /// </summary>
    public int? FailuresAlone { get; set; }

    /// <summary>True once it was handed to the settler.</summary>
    public bool IsDecided { get; set; }

    public void CountAttempt() => Attempts++;

    /// <summary>It was in one more call, which has ended.</summary>
    public void SentIn(IReadOnlyList<SentCall> call) => Calls = Calls.Count == 0 ? call : [.. Calls, .. call];

    public void OutcomeLost() => InDoubt = true;

    /// <summary>Ends its span.</summary>
    public void Dispose() => activity?.Dispose();
}
