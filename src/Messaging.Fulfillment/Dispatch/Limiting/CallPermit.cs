namespace Messaging.Fulfillment.Dispatch.Limiting;

/// <summary>Allows one call to be in flight, until disposed.</summary>
internal sealed class CallPermit(AccountLimiter limiter, bool isProbe) : IDisposable
{
    private int _disposed;

    /// <summary>Whether the call is the probe of an open breaker, and has to be small.</summary>
    public bool IsProbe => isProbe;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            limiter.Release(isProbe);
    }
}
