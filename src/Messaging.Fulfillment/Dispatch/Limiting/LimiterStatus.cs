using System.Runtime.InteropServices;
using Messaging.Fulfillment.Ledger;

namespace Messaging.Fulfillment.Dispatch.Limiting;

/// <summary>The state of an account's limiter at one moment.</summary>
/// <param name="State">The breaker's state.</param>
/// <param name="Suspension">Why the breaker is not closed; null while it is.</param>
/// <param name="LastSuccess">When a call last showed that the vendor works for the account.</param>
/// <param name="Concurrency">How many calls may be in flight.</param>
/// <param name="CallsInFlight">How many are.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LimiterStatus(
    BreakerState State, Suspension? Suspension, DateTimeOffset LastSuccess, int Concurrency, int CallsInFlight)
{
    /// <summary>
    /// A shorter suspension is waited out; a longer one is worth the ledger's work of keeping the orders meanwhile, and
    /// so is one whose pauses stay short but which several probes have not ended.
    /// </summary>
    private static readonly TimeSpan WorthParking = TimeSpan.FromSeconds(2);

    /// <summary>Why no call leaves, not even a probe; null where no operator holds the account.</summary>
    public Hold? Hold { get; init; }

    /// <summary>The state of an account that was sent nothing here.</summary>
    /// <param name="suspension">Why another worker has suspended it; null where none has.</param>
    /// <param name="now">The time by which it is suspended.</param>
    public static LimiterStatus Of(Suspension? suspension, DateTimeOffset now) => new()
    {
        State = suspension?.GetState(now) ?? BreakerState.Closed,
        Suspension = suspension,
    };

    /// <summary>
    /// Whether no call leaves for so long that the account's orders are better kept in the ledger than here.
    /// </summary>
    public bool HoldsOrdersBack =>
        Hold is not null
        || (Suspension is { } suspension
            && (suspension.Pause >= WorthParking || suspension is { IsInferred: true, Probes: >= 2 })
            && !suspension.IsOver(State));

    /// <summary>Whether a probe may leave and none is in flight.</summary>
    public bool LacksProbe => this is { Hold: null, State: BreakerState.HalfOpen, CallsInFlight: 0 };
}
