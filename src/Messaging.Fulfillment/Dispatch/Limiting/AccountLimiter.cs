using Messaging.Fulfillment.Dispatch.Sharing;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Vendors;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Dispatch.Limiting;

/// <summary>
/// Decides when the next call of an account may leave: within its quota of calls per second, with no more calls in
/// flight than the vendor handles well, and neither while its circuit breaker is open nor while an operator holds it.
/// Waiters are served in the order of asking.
/// </summary>
/// <param name="vendor">The vendor, for the log.</param>
/// <param name="account">The account, for the log.</param>
/// <param name="limits">The vendor's limits, read anew for each call.</param>
/// <param name="findHold">What an operator holds the account by now; null where nobody does.</param>
/// <param name="ordersWanted">
/// Set when the breaker closes: orders that were kept in the ledger can be sent again.
/// </param>
/// <param name="time">Measures quota and pauses.</param>
/// <param name="jitter">A random number from 0 to 1.</param>
/// <param name="logger">Gets a line for each change of the breaker.</param>
/// <param name="share">This worker's share of the account; null where it has the account for itself.</param>
internal sealed partial class AccountLimiter(
    string vendor,
    string account,
    Func<VendorLimits> limits,
    Func<Hold?> findHold,
    AsyncAutoResetEvent ordersWanted,
    TimeProvider time,
    Func<double> jitter,
    ILogger<AccountLimiter> logger,
    AccountShare? share = null)
{
    private readonly ICallQuota _quota = share is null ? new CallQuota(limits, time) : share.Quota;

    // Under the lock: a call that waits sees breaker and permits as they are at one moment.
    private readonly Lock _lock = new();
    private readonly CallPermits _permits = new(limits) { Share = share is null ? int.MaxValue : 0 };
    private readonly AccountBreaker _breaker = new(limits, time, jitter);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isWaiting;

    public LimiterStatus Status
    {
        get
        {
            lock (_lock)
            {
                return new(
                    _breaker.State, _breaker.Suspension, _breaker.LastSuccess, _permits.Limit, _permits.InFlight)
                {
                    Hold = findHold(),
                };
            }
        }
    }

    /// <summary>Waits until a call may leave.</summary>
    public async Task<CallPermit> AcquireAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var permit = await WaitForPermitAsync(cancellationToken);
            try
            {
                await _quota.WaitAsync(cancellationToken);
                if (MayLeave(permit.IsProbe))
                    return permit;
            }
            catch
            {
                permit.Dispose();
                throw;
            }

            // The breaker opened, or somebody held the account, while this call waited for its quota.
            permit.Dispose();
        }
    }

    /// <summary>
    /// Waits for the quota of one more call under a permit that is held already: a repeat, or a part of a call.
    /// </summary>
    /// <returns>False when the breaker is open, or the account is held, and the call must not leave.</returns>
    public async Task<bool> TryContinueAsync(CancellationToken cancellationToken)
    {
        if (!MayLeave(isProbe: false))
            return false;
        await _quota.WaitAsync(cancellationToken);
        return MayLeave(isProbe: false);
    }

    /// <summary>Learns from the answer to a call.</summary>
    /// <param name="fault">Why it failed as a whole; null when the vendor answered for each order.</param>
    /// <param name="began">When it left.</param>
    /// <param name="orderNos">The orders that it carried.</param>
    public void Record(CallFault? fault, DateTimeOffset began, IReadOnlyList<string> orderNos)
    {
        BreakerChange? change = null;
        lock (_lock)
        {
            _permits.Learn(fault, began, time.GetUtcNow(), orderNos.Count);
            var before = _breaker.Suspension;
            if (_breaker.Record(fault, began, orderNos))
            {
                change = Changed(before);
                share?.Changed();
            }
        }

        Report(change);
        if (change is not null)
            share?.Ask();
    }

    /// <summary>Lets an account that the vendor did not accept be probed at once: its settings have changed.</summary>
    public void ProbeNow()
    {
        lock (_lock)
        {
            if (!_breaker.ProbeNow())
                return;
            share?.Changed();
            SignalChange();
        }

        share?.Ask();
    }

    /// <summary>Looks anew whether an operator holds the account: that has changed.</summary>
    public void Reconsider()
    {
        lock (_lock)
            SignalChange();
    }

    /// <summary>Ends what a permit allowed; called by <see cref="CallPermit.Dispose"/>.</summary>
    internal void Release(bool isProbe)
    {
        bool isMissed;
        lock (_lock)
        {
            _permits.Release(isProbe);
            isMissed = share?.IsMissedByOthers(isProbe, _isWaiting) == true;
            SignalChange();
        }

        if (isMissed)
            share!.Ask();
    }

    private async Task<CallPermit> WaitForPermitAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await TakePermitAsync(cancellationToken);
        }
        finally
        {
            lock (_lock)
                _isWaiting = false;
        }
    }

    private async Task<CallPermit> TakePermitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            BreakerState state;
            bool isTaken;
            bool isShort;
            Task changed;
            TimeSpan wait;
            BreakerChange? closed = null;
            lock (_lock)
            {
                var before = _breaker.Suspension;
                if (_breaker.CloseIfTimeIsOver())
                    closed = Changed(before);
                // Read once: between two looks at the clock the pause may end, and nothing would end the wait.
                state = _breaker.State;
                var mayCall = findHold() is null && state is not BreakerState.Open;
                isTaken = mayCall && share?.MayCall(_permits, state) != false && _permits.TryTake(state);
                _isWaiting = !isTaken;
                isShort = mayCall && !isTaken;
                changed = _changed.Task;
                wait = state is BreakerState.Open ? _breaker.TimeLeft : Timeout.InfiniteTimeSpan;
            }

            Report(closed);
            if (isTaken)
                return new(this, isProbe: state is BreakerState.HalfOpen);
            if (isShort)
                share?.Ask();
            await changed.WaitAsync(wait, time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private bool MayLeave(bool isProbe)
    {
        lock (_lock)
            return findHold() is null
                && (_breaker.State is BreakerState.Closed
                    || _breaker.IsTimeOver
                    || (isProbe && _breaker.State is BreakerState.HalfOpen));
    }

    private BreakerChange Changed(Suspension? before)
    {
        SignalChange();
        return new(before, _breaker.Suspension, time.GetUtcNow());
    }

    private void SignalChange()
    {
        var changed = _changed;
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.SetResult();
    }

    /// <summary>Called outside the lock: neither log nor waiters are to hold up a call.</summary>
    private void Report(BreakerChange? change)
    {
        if (change is null)
            return;
        Log(change);
        if (change.Now is null)
            ordersWanted.Set();
    }
}
