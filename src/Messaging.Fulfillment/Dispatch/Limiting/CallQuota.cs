using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Dispatch.Limiting;

/// <summary>
/// Holds an account to its quota of calls per second and spaces the calls evenly (the generic cell rate algorithm: one
/// number instead of a bucket to refill). Callers are served in the order of asking.
/// </summary>
/// <remarks>
/// Counts from its own beginning on the monotonic clock: a system clock that is set back holds no call up.
/// </remarks>
/// <param name="limits">Quota and burst, read anew for each call.</param>
internal sealed class CallQuota(Func<VendorLimits> limits, TimeProvider time) : ICallQuota
{
    private readonly long _began = time.GetTimestamp();
    private readonly Lock _lock = new();

    /// <summary>When the next call would leave if calls left evenly. A burst lets calls leave ahead of it.</summary>
    private TimeSpan _next;

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var delay = Reserve(limits());
        if (delay > TimeSpan.Zero)
            await Task.Delay(delay, time, cancellationToken);
    }

    /// <returns>How long the call has to wait; zero or less: not at all.</returns>
    private TimeSpan Reserve(VendorLimits current)
    {
        lock (_lock)
        {
            var now = time.GetElapsedTime(_began);
            var scheduled = _next > now ? _next : now;
            _next = scheduled + TimeSpan.FromSeconds(1 / current.CallsPerSecond);
            return scheduled - now - TimeSpan.FromSeconds((current.Burst - 1) / current.CallsPerSecond);
        }
    }
}
