namespace Messaging.Fulfillment.Dispatch.Limiting;

/// <summary>
/// Spaces an account's calls evenly (the generic cell rate algorithm: one number instead of a bucket to refill). Not
/// thread-safe.
/// </summary>
/// <remarks>
/// Counts from its own beginning on the monotonic clock: a system clock that is set back holds no call up.
/// </remarks>
internal sealed class CallSchedule(TimeProvider time)
{
    private readonly long _began = time.GetTimestamp();

    /// <summary>When the next call would leave if calls left evenly. A burst lets calls leave ahead of it.</summary>
    private TimeSpan _next;

    /// <summary>Reserves the time for one call.</summary>
    /// <param name="callsPerSecond">The quota.</param>
    /// <param name="burst">How many calls may leave at once after a quiet time; at least 1.</param>
    /// <returns>How long the call has to wait; zero or less: not at all.</returns>
    public TimeSpan Reserve(double callsPerSecond, int burst)
    {
        var now = time.GetElapsedTime(_began);
        var scheduled = _next > now ? _next : now;
        _next = scheduled + TimeSpan.FromSeconds(1 / callsPerSecond);
        return scheduled - now - TimeSpan.FromSeconds((burst - 1) / callsPerSecond);
    }
}
