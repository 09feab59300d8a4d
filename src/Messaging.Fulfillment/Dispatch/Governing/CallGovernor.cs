using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Dispatch.Governing;

/// <summary>
/// Says when the next call of an account may leave: within its quota of calls per second, with no more on the wire than the vendor takes well,
/// and not at all while its gate is closed. Whoever waits is served in the order of asking.
/// </summary>
internal sealed class CallGovernor
{
    private readonly Func<VendorLimits> _limits;
    private readonly TimeProvider _time;
    private readonly Action<GateChange> _gateChanged;
    private readonly AdaptiveConcurrency _concurrency;
    private readonly AccountGate _gate;
    private readonly Lock _lock = new();
    private readonly long _began;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _onTheWire;
    private bool _probing;

    /// <summary>
    /// The moment at which the next call would be on schedule if calls left evenly. A burst lets calls leave ahead of it
    /// (the generic cell rate algorithm: one number instead of a bucket to refill). Counted from <see cref="_began"/>: a clock that is set
    /// back must not hold calls up.
    /// </summary>
    private TimeSpan _schedule;

    /// <param name="limits">The vendor's limits, read anew for each call.</param>
    /// <param name="time">The clock.</param>
    /// <param name="jitter">A random number from 0 to 1.</param>
    /// <param name="gateChanged">Told of each change of the gate, outside any lock.</param>
    public CallGovernor(Func<VendorLimits> limits, TimeProvider time, Func<double> jitter, Action<GateChange> gateChanged)
    {
        _limits = limits;
        _time = time;
        _gateChanged = gateChanged;
        _concurrency = new(() => limits().MaxCallsInFlight);
        _gate = new(limits, time, jitter);
        _began = time.GetTimestamp();
    }

    /// <summary>How the account stands now.</summary>
    public GovernorStatus Status
    {
        get
        {
            lock (_lock)
                return new(_gate.State, _gate.Closure, _gate.LastSuccess, _concurrency.Limit, _onTheWire);
        }
    }

    /// <summary>Waits until a call may leave. Each success is paired with one <see cref="Leave"/>.</summary>
    /// <returns>True when the call is a probe and has to be small.</returns>
    public async Task<bool> EnterAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var probe = await TakePlaceAsync(cancellationToken);
            try
            {
                await TakeTurnAsync(cancellationToken);
                if (IsOpen() || (probe && Status.State is GateState.Probing))
                    return probe;
            }
            catch
            {
                Leave(probe);
                throw;
            }

            // It closed while this call waited for its turn.
            Leave(probe);
        }
    }

    /// <summary>Gives the place on the wire back.</summary>
    public void Leave(bool probe)
    {
        lock (_lock)
        {
            _onTheWire--;
            _probing &= !probe;
            SignalChange();
        }
    }

    /// <summary>Waits for a turn of one more call that has its place on the wire already.</summary>
    /// <returns>False when the gate is closed and the call must not leave.</returns>
    public async Task<bool> TryTakeTurnAsync(CancellationToken cancellationToken)
    {
        if (!IsOpen())
            return false;
        await TakeTurnAsync(cancellationToken);
        return IsOpen();
    }

    /// <summary>Takes note of what came of a call.</summary>
    /// <param name="fault">Why it failed as a whole; null when the vendor answered for each order.</param>
    /// <param name="began">When it left.</param>
    /// <param name="orders">How many orders it carried.</param>
    public void Answered(CallFault? fault, DateTimeOffset began, int orders)
    {
        GateChange? change = null;
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            if (fault is null)
                _concurrency.Succeeded(began, now, isComparable: orders * 2 >= _limits().OrdersPerCall, wasLimited: _onTheWire >= _concurrency.Limit);
            else if (fault.Kind is CallFaultKind.Unavailable or CallFaultKind.RateLimited or CallFaultKind.Unknown)
                _concurrency.Overloaded(began, now);

            var before = _gate.Closure;
            if (_gate.Answered(fault, began))
                change = Changed(before);
        }

        if (change is not null)
            _gateChanged(change);
    }

    /// <summary>Tries an account that was closed for its settings again at once.</summary>
    public void ProbeNow()
    {
        lock (_lock)
        {
            if (_gate.ProbeNow())
                SignalChange();
        }
    }

    /// <summary>A place on the wire; true when it is that of a probe.</summary>
    private async Task<bool> TakePlaceAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            GateState state;
            bool taken;
            Task changed;
            TimeSpan wait;
            GateChange? opened = null;
            lock (_lock)
            {
                var before = _gate.Closure;
                if (_gate.OpenIfTimeIsOver())
                    opened = Changed(before);
                state = _gate.State;
                taken = state is GateState.Open ? _onTheWire < _concurrency.Limit : state is GateState.Probing && !_probing;
                if (taken)
                {
                    _onTheWire++;
                    _probing |= state is GateState.Probing;
                }

                changed = _changed.Task;
                wait = state is GateState.Closed ? _gate.TimeLeft : Timeout.InfiniteTimeSpan;
            }

            if (opened is not null)
                _gateChanged(opened);
            if (taken)
                return state is GateState.Probing;
            await WaitAsync(changed, wait, cancellationToken);
        }
    }

    private async Task WaitAsync(Task changed, TimeSpan atMost, CancellationToken cancellationToken)
    {
        try
        {
            await changed.WaitAsync(atMost, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The time to look again has come.
        }
    }

    private async Task TakeTurnAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var delay = ReserveTurn();
        if (delay > TimeSpan.Zero)
            await Task.Delay(delay, _time, cancellationToken);
    }

    private TimeSpan ReserveTurn()
    {
        var current = _limits();
        var interval = TimeSpan.FromSeconds(1 / current.CallsPerSecond);
        lock (_lock)
        {
            var now = _time.GetElapsedTime(_began);
            var scheduled = _schedule > now ? _schedule : now;
            _schedule = scheduled + interval;
            return scheduled - now - TimeSpan.FromSeconds((current.Burst - 1) / current.CallsPerSecond);
        }
    }

    private bool IsOpen()
    {
        lock (_lock)
            return _gate.State is GateState.Open || _gate.IsTimeOver;
    }

    private GateChange Changed(Closure? before)
    {
        SignalChange();
        return new(before, _gate.Closure, _time.GetUtcNow());
    }

    private void SignalChange()
    {
        var changed = _changed;
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.SetResult();
    }
}

/// <summary>How an account stands.</summary>
/// <param name="State">What its gate lets through.</param>
/// <param name="Closure">Why it is not open; null while it is.</param>
/// <param name="LastSuccess">When a call last showed that the vendor works for it.</param>
/// <param name="Concurrency">How many calls may be on the wire.</param>
/// <param name="OnTheWire">How many are.</param>
internal readonly record struct GovernorStatus(GateState State, Closure? Closure, DateTimeOffset LastSuccess, int Concurrency, int OnTheWire)
{
    /// <summary>A closure shorter than this is waited out; a longer one is worth the ledger's work of keeping the orders meanwhile.</summary>
    private static readonly TimeSpan WorthParking = TimeSpan.FromSeconds(2);

    /// <summary>Whether nothing leaves for a while, so that the account's orders are better kept in the ledger than here.</summary>
    public bool HoldsOrdersBack => Closure is { } closure && closure.Pause >= WorthParking && !closure.IsOver(State);
}

/// <summary>An account was closed, kept closed or opened.</summary>
/// <param name="Before">The closure before; null when it was open.</param>
/// <param name="Now">The closure now; null when it is open.</param>
/// <param name="At">When.</param>
internal sealed record GateChange(Closure? Before, Closure? Now, DateTimeOffset At);
