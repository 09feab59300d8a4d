namespace Messaging.Benchmarks.Environments;

/// <summary>Where a measurement departs from the service's default settings.</summary>
/// <param name="CallsPerSecond">The quota of each account; null leaves the vendor's default.</param>
/// <param name="Burst">Calls that may leave at once.</param>
internal sealed record WorkerTuning(double? CallsPerSecond, int Burst)
{
    /// <summary>How many workers share the queue and the ledger. Default: 1.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>The results that come before the clock runs. Default: 0, it runs from the first delivery.</summary>
    public int WarmUp { get; init; }

    /// <summary>A quota that is never the limit.</summary>
    public static WorkerTuning Unlimited { get; } = new(100_000, 1000);

    public static WorkerTuning Defaults { get; } = new(CallsPerSecond: null, Burst: 1);
}
