using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Dispatch;

/// <summary>
/// Holds one account to its quota: calls per second with a burst, and calls on the wire. Whoever waits is served in the order of asking.
/// </summary>
internal sealed class CallGovernor(Func<VendorLimits> limits, TimeProvider time) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _slots = new(limits().MaxCallsInFlight);

    /// <summary>
    /// The moment at which the next call would be on schedule if calls left evenly. A burst lets calls leave ahead of it
    /// (the generic cell rate algorithm: one number instead of a bucket to refill).
    /// </summary>
    private DateTimeOffset _schedule = DateTimeOffset.MinValue;

    /// <summary>Waits for a place on the wire and for a turn. Each success is paired with one <see cref="Leave"/>.</summary>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            await TakeTurnAsync(cancellationToken);
        }
        catch
        {
            _slots.Release();
            throw;
        }
    }

    /// <summary>Gives the place on the wire back.</summary>
    public void Leave() => _slots.Release();

    /// <summary>Waits until one more call may leave; for a call that has its place on the wire already.</summary>
    public async Task TakeTurnAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var delay = ReserveTurn();
        if (delay > TimeSpan.Zero)
            await Task.Delay(delay, time, cancellationToken);
    }

    /// <summary>Lets no call leave for <paramref name="pause"/>, as the vendor asked.</summary>
    public void CloseFor(TimeSpan pause)
    {
        lock (_lock)
        {
            var until = time.GetUtcNow() + pause + BurstAllowance(limits());
            if (until > _schedule)
                _schedule = until;
        }
    }

    public void Dispose() => _slots.Dispose();

    private TimeSpan ReserveTurn()
    {
        var current = limits();
        var interval = TimeSpan.FromSeconds(1 / current.CallsPerSecond);
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var scheduled = _schedule > now ? _schedule : now;
            _schedule = scheduled + interval;
            return scheduled - now - BurstAllowance(current);
        }
    }

    private static TimeSpan BurstAllowance(VendorLimits current) =>
        TimeSpan.FromSeconds((current.Burst - 1) / current.CallsPerSecond);
}
