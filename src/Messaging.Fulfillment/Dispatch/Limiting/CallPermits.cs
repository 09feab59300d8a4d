using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Dispatch.Limiting;

/// <summary>
/// Counts an account's calls in flight against the number that the vendor handles well, which it learns from the
/// answers. Not thread-safe.
/// </summary>
/// <param name="limits">The most calls in flight, and the size of a full call.</param>
internal sealed class CallPermits(Func<VendorLimits> limits)
{
    private readonly AdaptiveConcurrency _concurrency = new(() => limits().MaxCallsInFlight);

    /// <summary>How many calls may be in flight, in all workers that call the account.</summary>
    public int Limit => _concurrency.Limit;

    /// <summary>How many of them may be this worker's.</summary>
    public int Share { get; set; } = int.MaxValue;

    /// <summary>Whether a probe is in flight.</summary>
    public bool IsProbing { get; private set; }

    public int InFlight { get; private set; }

    private bool IsFull => InFlight >= Math.Min(Limit, Share);

    /// <summary>Takes a permit if the breaker lets a call leave and there is room for it.</summary>
    /// <returns>False when the call has to wait.</returns>
    public bool TryTake(BreakerState state)
    {
        var isProbe = state is BreakerState.HalfOpen;
        if (state is BreakerState.Open || (isProbe ? IsProbing : IsFull))
            return false;
        InFlight++;
        IsProbing |= isProbe;
        return true;
    }

    public void Release(bool isProbe)
    {
        InFlight--;
        IsProbing &= !isProbe;
    }

    /// <inheritdoc cref="AdaptiveConcurrency.Tell"/>
    public ConcurrencyChange Tell() => _concurrency.Tell();

    /// <inheritdoc cref="AdaptiveConcurrency.Hear"/>
    public void Hear(double limit, DateTimeOffset now) => _concurrency.Hear(limit, now);

    /// <summary>Learns from the answer to a call.</summary>
    /// <param name="fault">Why it failed as a whole; null when the vendor answered for each order.</param>
    /// <param name="began">When it left.</param>
    /// <param name="now">When it was answered.</param>
    /// <param name="orders">How many orders it carried.</param>
    public void Learn(CallFault? fault, DateTimeOffset began, DateTimeOffset now, int orders)
    {
        if (fault is null)
        {
            var isComparable = orders * 2 >= limits().OrdersPerCall;
            _concurrency.Succeeded(began, now, isComparable, wasLimited: IsFull);
        }
        else if (FaultResponse.For(fault.Kind).IsOverload)
        {
            _concurrency.Overloaded(began, now);
        }
    }
}
