using Messaging.VendorSimulator.Faults;

namespace Messaging.Chaos.Vendors;

/// <summary>How vendors misbehave in a run.</summary>
internal static class VendorFaults
{
    /// <summary>
    /// Vendors that work. Poisoned orders are refused all the same, so that their result does not depend on when they
    /// are sent.
    /// </summary>
    public static FaultProfile None { get; } = new() { PoisonedOrders = true };

    /// <summary>Every kind of fault.</summary>
    public static FaultProfile Create(int seed) => new()
    {
        Seed = seed,
        LatencyMin = TimeSpan.FromMilliseconds(2),
        LatencyMax = TimeSpan.FromMilliseconds(80),
        ServerErrorShare = 0.04,
        TooManyRequestsShare = 0.01,
        DropBeforeShare = 0.03,
        DropAfterShare = 0.06,
        GarbageBeforeShare = 0.02,
        GarbageAfterShare = 0.04,
        NullDataShare = 0.02,
        MissingOrderShare = 0.02,
        BeingProcessedShare = 0.01,
        PoisonedOrders = true,
    };
}
