using Messaging.Fulfillment.Ledger;

namespace Messaging.Fulfillment.Dispatch.Calls;

/// <summary>
/// Cancelled when the lease ends in which a call was made, so that no call outlives it. A lease that is renewed
/// meanwhile goes on.
/// </summary>
internal sealed class LeaseToken : IDisposable
{
    private readonly ILease _lease;
    private readonly int _epoch;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _source;
    private readonly ITimer? _timer;
    private bool _isDisposed;

    /// <param name="lease">This worker's lease.</param>
    /// <param name="epoch">The epoch in which the call's orders were claimed.</param>
    /// <param name="ended">Cancels as well.</param>
    public LeaseToken(ILease lease, int epoch, TimeProvider time, CancellationToken ended)
    {
        _lease = lease;
        _epoch = epoch;
        _source = CancellationTokenSource.CreateLinkedTokenSource(ended);
        // A lease that cannot be lost needs no timer.
        if (lease.LeaseLeft == TimeSpan.MaxValue)
            return;
        _timer = time.CreateTimer(
            static token => ((LeaseToken)token!).Check(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Check();
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Whether it was the lease that ended.</summary>
    public bool HasLeaseEnded { get; private set; }

    public void Dispose()
    {
        lock (_lock)
            _isDisposed = true;
        _timer?.Dispose();
        _source.Dispose();
    }

    private void Check()
    {
        lock (_lock)
        {
            if (_isDisposed)
                return;
            var left = _lease.LeaseLeft;
            if (left > TimeSpan.Zero && _lease.LeaseEpoch == _epoch)
            {
                // A timer knows milliseconds.
                _timer!.Change(left + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
                return;
            }

            HasLeaseEnded = true;
        }

        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The call has ended meanwhile.
        }
    }
}
