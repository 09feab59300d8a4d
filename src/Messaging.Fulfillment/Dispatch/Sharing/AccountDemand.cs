using Messaging.Fulfillment.Dispatch.Limiting;

namespace Messaging.Fulfillment.Dispatch.Sharing;

/// <summary>What a worker wants of an account that it shares with others, and what it has learned of it.</summary>
internal sealed record AccountDemand
{
    /// <summary>The worker's name.</summary>
    public required string Worker { get; init; }

    /// <summary>When it asks, by its own clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How many calls it wants to send, beyond those that it has turns for.</summary>
    public int Calls { get; init; }

    /// <summary>How many calls it wants to have in flight, with those that are.</summary>
    public int Wanted { get; init; }

    /// <summary>How many it has in flight.</summary>
    public int InFlight { get; init; }

    /// <summary>Whether one of them is a probe.</summary>
    public bool IsProbing { get; init; }

    /// <summary>The account's quota.</summary>
    public required double CallsPerSecond { get; init; }

    /// <summary>Calls that may leave at once after a quiet time.</summary>
    public int Burst { get; init; } = 1;

    /// <summary>The most calls in flight, in all workers.</summary>
    public required int MaxCallsInFlight { get; init; }

    /// <summary>What the vendor's answers have taught since the last time.</summary>
    public ConcurrencyChange Concurrency { get; init; } = ConcurrencyChange.None;

    /// <summary>What became of the suspension here; null where nothing did.</summary>
    public SuspensionNews? News { get; init; }
}

/// <summary>An account was suspended here, or no longer is.</summary>
/// <param name="Suspension">Why it is suspended, with times by the worker's clock; null where it is not.</param>
/// <param name="Version">The version of the shared suspension that the worker knew.</param>
internal sealed record SuspensionNews(Suspension? Suspension, long Version);
