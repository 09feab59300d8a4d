using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Dispatch.Limiting;

/// <summary>
/// Decides when the next call of an account may leave: within its quota of calls per second, with no more calls in
/// flight than the vendor handles well, and not while its circuit breaker is open. Waiters are served in the order of
/// asking.
/// </summary>
internal sealed partial class AccountLimiter
{
    private readonly string _vendor;
    private readonly string _account;
    private readonly Func<VendorLimits> _limits;
    private readonly AsyncAutoResetEvent _ordersWanted;
    private readonly TimeProvider _time;
    private readonly ILogger<AccountLimiter> _logger;
    private readonly AdaptiveConcurrency _concurrency;
    private readonly AccountBreaker _breaker;
    private readonly CallSchedule _schedule;
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inFlight;
    private bool _isProbing;

    /// <param name="vendor">The vendor, for the log.</param>
    /// <param name="account">The account, for the log.</param>
    /// <param name="limits">The vendor's limits, read anew for each call.</param>
    /// <param name="ordersWanted">
    /// Set when the breaker closes: orders that were kept in the ledger can be sent again.
    /// </param>
    /// <param name="time">Measures quota and pauses.</param>
    /// <param name="jitter">A random number from 0 to 1.</param>
    /// <param name="logger">Gets a line for each change of the breaker.</param>
    public AccountLimiter(
        string vendor,
        string account,
        Func<VendorLimits> limits,
        AsyncAutoResetEvent ordersWanted,
        TimeProvider time,
        Func<double> jitter,
        ILogger<AccountLimiter> logger)
    {
        _vendor = vendor;
        _account = account;
        _limits = limits;
        _ordersWanted = ordersWanted;
        _time = time;
        _logger = logger;
        _concurrency = new(() => limits().MaxCallsInFlight);
        _breaker = new(limits, time, jitter);
        _schedule = new(time);
    }

    public LimiterStatus Status
    {
        get
        {
            lock (_lock)
                return new(_breaker.State, _breaker.Suspension, _breaker.LastSuccess, _concurrency.Limit, _inFlight);
        }
    }

    /// <summary>Waits until a call may leave.</summary>
    public async Task<CallPermit> AcquireAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var permit = await WaitForConcurrencyAsync(cancellationToken);
            try
            {
                await WaitForQuotaAsync(cancellationToken);
                if (MayLeave(permit.IsProbe))
                    return permit;
            }
            catch
            {
                permit.Dispose();
                throw;
            }

            // The breaker opened while this call waited for its quota.
            permit.Dispose();
        }
    }

    /// <summary>
    /// Waits for the quota of one more call under a permit that is held already: a repeat, or a part of a call.
    /// </summary>
    /// <returns>False when the breaker is open and the call must not leave.</returns>
    public async Task<bool> TryContinueAsync(CancellationToken cancellationToken)
    {
        if (!MayLeave(isProbe: false))
            return false;
        await WaitForQuotaAsync(cancellationToken);
        return MayLeave(isProbe: false);
    }

    /// <summary>Learns from the answer to a call.</summary>
    /// <param name="fault">Why it failed as a whole; null when the vendor answered for each order.</param>
    /// <param name="began">When it left.</param>
    /// <param name="orders">How many orders it carried.</param>
    public void Record(CallFault? fault, DateTimeOffset began, int orders)
    {
        BreakerChange? change = null;
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            if (fault is null)
            {
                var isComparable = orders * 2 >= _limits().OrdersPerCall;
                _concurrency.Succeeded(began, now, isComparable, wasLimited: _inFlight >= _concurrency.Limit);
            }
            else if (FaultResponse.For(fault.Kind).IsOverload)
            {
                _concurrency.Overloaded(began, now);
            }

            var before = _breaker.Suspension;
            if (_breaker.Record(fault, began))
                change = Changed(before);
        }

        Report(change);
    }

    /// <summary>Lets an account that the vendor did not accept be probed at once: its settings have changed.</summary>
    public void ProbeNow()
    {
        lock (_lock)
        {
            if (_breaker.ProbeNow())
                SignalChange();
        }
    }

    /// <summary>Ends what a permit allowed; called by <see cref="CallPermit.Dispose"/>.</summary>
    internal void Release(bool isProbe)
    {
        lock (_lock)
        {
            _inFlight--;
            _isProbing &= !isProbe;
            SignalChange();
        }
    }

    private async Task<CallPermit> WaitForConcurrencyAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            CallPermit? permit;
            Task changed;
            TimeSpan wait;
            BreakerChange? closed = null;
            lock (_lock)
            {
                var before = _breaker.Suspension;
                if (_breaker.CloseIfTimeIsOver())
                    closed = Changed(before);
                // Read once: between two looks at the clock the pause may end, and nothing would end the wait.
                var state = _breaker.State;
                permit = TryTake(state);
                changed = _changed.Task;
                wait = state is BreakerState.Open ? _breaker.TimeLeft : Timeout.InfiniteTimeSpan;
            }

            Report(closed);
            if (permit is not null)
                return permit;
            await changed.WaitAsync(
                wait, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private CallPermit? TryTake(BreakerState state)
    {
        var isProbe = state is BreakerState.HalfOpen;
        if (state is BreakerState.Open || (isProbe ? _isProbing : _inFlight >= _concurrency.Limit))
            return null;
        _inFlight++;
        _isProbing |= isProbe;
        return new(this, isProbe);
    }

    private async Task WaitForQuotaAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TimeSpan delay;
        lock (_lock)
        {
            var current = _limits();
            delay = _schedule.Reserve(current.CallsPerSecond, current.Burst);
        }

        if (delay > TimeSpan.Zero)
            await Task.Delay(delay, _time, cancellationToken);
    }

    private bool MayLeave(bool isProbe)
    {
        lock (_lock)
            return _breaker.State is BreakerState.Closed
                || _breaker.IsTimeOver
                || (isProbe && _breaker.State is BreakerState.HalfOpen);
    }

    private BreakerChange Changed(Suspension? before)
    {
        SignalChange();
        return new(before, _breaker.Suspension, _time.GetUtcNow());
    }

    private void SignalChange()
    {
        var changed = _changed;
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.SetResult();
    }

    /// <summary>The breaker opened, stays open, or closed.</summary>
    private sealed record BreakerChange(Suspension? Before, Suspension? Now, DateTimeOffset At);
}
