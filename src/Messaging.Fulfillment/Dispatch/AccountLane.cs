using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch.Governing;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Dispatch;

/// <summary>
/// The orders of one account that wait for a call. A call leaves when it is full or when its oldest order has waited long enough, and is
/// filled at the last moment, after the governor has let it through: under load every call is full.
/// </summary>
/// <param name="limits">The vendor's limits, read anew for each call.</param>
/// <param name="governor">Lets calls through.</param>
/// <param name="moreIsComing">Whether orders come faster than they are taken in: it pays then to wait longer for a full call.</param>
/// <param name="enough">How many waiting orders are enough, so that other accounts have room too.</param>
/// <param name="hasRoomAgain">Told when there were enough and half of them have gone.</param>
/// <param name="time">The clock.</param>
/// <param name="call">Carries a call out; does not throw.</param>
internal sealed class AccountLane<TEvent>(
    Func<VendorLimits> limits,
    CallGovernor governor,
    Func<bool> moreIsComing,
    Func<int> enough,
    Action hasRoomAgain,
    TimeProvider time,
    Func<IReadOnlyList<InFlightOrder<TEvent>>, Task> call)
    where TEvent : class, IOrderEvent
{
    private readonly Lock _lock = new();
    private readonly Queue<InFlightOrder<TEvent>> _waiting = new();
    private readonly WakeUp _wake = new();
    private bool _hasEnough;

    public CallGovernor Governor => governor;

    public int Count
    {
        get
        {
            lock (_lock)
                return _waiting.Count;
        }
    }

    /// <summary>Whether so many orders wait that further ones are better kept in the ledger; until half of them have gone.</summary>
    public bool HasEnough
    {
        get
        {
            lock (_lock)
                return _hasEnough |= _waiting.Count >= enough();
        }
    }

    public void Enqueue(IEnumerable<InFlightOrder<TEvent>> orders)
    {
        lock (_lock)
        {
            foreach (var order in orders)
                _waiting.Enqueue(order);
        }

        LookAgain();
    }

    /// <summary>Has it judge anew whether a call is worth sending.</summary>
    public void LookAgain() => _wake.Call();

    /// <summary>Gives all orders back but the oldest, which stays for the next probe.</summary>
    public IReadOnlyList<InFlightOrder<TEvent>> GiveBack()
    {
        lock (_lock)
        {
            if (!_waiting.TryDequeue(out var oldest))
                return [];
            var rest = _waiting.ToArray();
            _waiting.Clear();
            _waiting.Enqueue(oldest);
            return rest;
        }
    }

    /// <summary>Gives all orders back.</summary>
    public IReadOnlyList<InFlightOrder<TEvent>> TakeAll()
    {
        lock (_lock)
        {
            var all = _waiting.ToArray();
            _waiting.Clear();
            return all;
        }
    }

    /// <summary>Starts calls until cancelled; those that are on the wire then go on.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await WaitForCallAsync(cancellationToken);
            var probe = await governor.EnterAsync(cancellationToken);
            _ = SendAsync(Take(probe ? 1 : limits().OrdersPerCall), probe);
        }
    }

    private async Task SendAsync(List<InFlightOrder<TEvent>> orders, bool probe)
    {
        try
        {
            if (orders.Count > 0)
                await call(orders);
        }
        finally
        {
            governor.Leave(probe);
        }
    }

    /// <summary>Returns when a call is worth sending: full, or its oldest order has waited long enough.</summary>
    private async Task WaitForCallAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var wait = TimeToWait();
            if (wait <= TimeSpan.Zero)
                return;
            await _wake.WaitAsync(wait, time, cancellationToken);
        }
    }

    /// <summary>How long the oldest order can still wait; zero when a call is due, null when nothing waits.</summary>
    private TimeSpan? TimeToWait()
    {
        lock (_lock)
        {
            if (!_waiting.TryPeek(out var oldest))
                return null;
            if (_waiting.Count >= limits().OrdersPerCall || oldest.Entry.Alone)
                return TimeSpan.Zero;
            return TimeToWait(oldest.WaitsUntil);
        }
    }

    private TimeSpan TimeToWait(DateTimeOffset waitsUntil)
    {
        var current = limits();
        var left = waitsUntil - time.GetUtcNow();
        if (left > TimeSpan.Zero || !moreIsComing())
            return left;
        var longest = left + current.BacklogTimeLimit - current.BatchTimeLimit;
        // The backlog may end meanwhile.
        return longest < current.BatchTimeLimit / 2 ? longest : current.BatchTimeLimit / 2;
    }

    private List<InFlightOrder<TEvent>> Take(int limit)
    {
        var taken = new List<InFlightOrder<TEvent>>(limit);
        lock (_lock)
        {
            while (taken.Count < limit && _waiting.TryPeek(out var order))
            {
                // An order that has to go alone neither joins a call nor lets others join.
                if (order.Entry.Alone && taken.Count > 0)
                    break;
                taken.Add(_waiting.Dequeue());
                if (order.Entry.Alone)
                    break;
            }

            if (!_hasEnough || _waiting.Count >= enough() / 2)
                return taken;
            _hasEnough = false;
        }

        hasRoomAgain();
        return taken;
    }
}
