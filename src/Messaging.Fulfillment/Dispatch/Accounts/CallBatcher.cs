using Messaging.Contracts;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Dispatch.Accounts;

/// <summary>
/// The orders of one account that wait for a call. A call is due when it is full or when its oldest order has lingered
/// long enough. It is filled only when it may leave: under load every call is full.
/// </summary>
/// <param name="limits">The vendor's limits, read anew for each call.</param>
/// <param name="inFlight">Knows whether more orders can be claimed.</param>
/// <param name="backlog">
/// Knows whether more orders are in the queue: it is worth lingering longer for a full call then.
/// </param>
/// <param name="ordersWanted">Set when half of the orders that were enough have left.</param>
/// <param name="time">Measures how long orders linger.</param>
/// <param name="draw">A random number from 0 to 1.</param>
internal sealed class CallBatcher<TEvent>(
    Func<VendorLimits> limits,
    OrdersInFlight inFlight,
    Backlog<TEvent> backlog,
    AsyncAutoResetEvent ordersWanted,
    TimeProvider time,
    Func<double> draw)
    where TEvent : class, IOrderEvent
{
    private readonly Lock _lock = new();
    private readonly Queue<InFlightOrder<TEvent>> _waiting = new();
    private readonly AsyncAutoResetEvent _changed = new();
    private bool _hasEnough;

    public int Count
    {
        get
        {
            lock (_lock)
                return _waiting.Count;
        }
    }

    /// <summary>How many calls the orders would fill.</summary>
    public int CallsDue => Count / limits().OrdersPerCall;

    /// <summary>
    /// Whether so many orders wait that further ones are better kept in the ledger, so that other accounts have room
    /// too; until half of them have left.
    /// </summary>
    public bool HasEnough
    {
        get
        {
            lock (_lock)
                return _hasEnough |= _waiting.Count >= limits().OrdersInFlightPerAccount;
        }
    }

    public void Add(IEnumerable<InFlightOrder<TEvent>> orders)
    {
        lock (_lock)
        {
            foreach (var order in orders)
                _waiting.Enqueue(order);
        }

        Reconsider();
    }

    /// <summary>Judges anew whether a call is due: something that it depends on has changed.</summary>
    public void Reconsider() => _changed.Set();

    /// <summary>Completes when a call is due.</summary>
    public async Task WaitForCallAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var wait = GetTimeToCall();
            if (wait <= TimeSpan.Zero)
                return;
            await _changed.WaitAsync(wait, time, cancellationToken);
        }
    }

    /// <summary>Takes the orders of the next call.</summary>
    /// <param name="limit">The most orders.</param>
    /// <returns>The oldest orders; empty where they were taken back meanwhile.</returns>
    public List<InFlightOrder<TEvent>> Take(int limit)
    {
        var taken = new List<InFlightOrder<TEvent>>(limit);
        lock (_lock)
        {
            while (taken.Count < limit && _waiting.TryPeek(out var order))
            {
                // An order that has to be sent alone neither joins a call nor lets others join.
                if (order.Entry.Alone && taken.Count > 0)
                    break;
                taken.Add(_waiting.Dequeue());
                if (order.Entry.Alone)
                    break;
            }

            if (!_hasEnough || _waiting.Count >= limits().OrdersInFlightPerAccount / 2)
                return taken;
            _hasEnough = false;
        }

        ordersWanted.Set();
        return taken;
    }

    /// <summary>Takes all orders back.</summary>
    public IReadOnlyList<InFlightOrder<TEvent>> TakeAll()
    {
        lock (_lock)
        {
            var all = _waiting.ToArray();
            _waiting.Clear();
            _hasEnough = false;
            return all;
        }
    }

    /// <summary>Takes the order of a probe.</summary>
    /// <returns>One order; empty where all were taken back meanwhile.</returns>
    public List<InFlightOrder<TEvent>> TakeProbe()
    {
        lock (_lock)
        {
            if (RemoveProbe() is not { } probe)
                return [];
            return [probe];
        }
    }

    /// <summary>Takes all orders back but one, which stays for the next probe.</summary>
    public IReadOnlyList<InFlightOrder<TEvent>> TakeAllButProbe()
    {
        lock (_lock)
        {
            if (RemoveProbe() is not { } probe)
                return [];
            var rest = _waiting.ToArray();
            _waiting.Clear();
            _waiting.Enqueue(probe);
            _hasEnough = false;
            return rest;
        }
    }

    /// <summary>
    /// Any of the orders that were tried least: always the oldest would be an order that fails whatever the account
    /// does, and bad orders often stand next to each other.
    /// </summary>
    private InFlightOrder<TEvent>? RemoveProbe()
    {
        if (_waiting.Count == 0)
            return null;
        var all = _waiting.ToArray();
        var fewest = all.Min(order => order.Attempts);
        var candidates = Array.FindAll(all, order => order.Attempts == fewest);
        var probe = candidates[Math.Min((int)(draw() * candidates.Length), candidates.Length - 1)];
        _waiting.Clear();
        foreach (var order in all)
        {
            if (!ReferenceEquals(order, probe))
                _waiting.Enqueue(order);
        }

        return probe;
    }

    /// <summary>How long until a call is due; zero or less: now, null: nothing waits.</summary>
    private TimeSpan? GetTimeToCall()
    {
        lock (_lock)
        {
            if (!_waiting.TryPeek(out var oldest))
                return null;
            return _waiting.Count >= limits().OrdersPerCall || oldest.Entry.Alone
                ? TimeSpan.Zero
                : GetTimeToLinger(oldest);
        }
    }

    private TimeSpan GetTimeToLinger(InFlightOrder<TEvent> oldest)
    {
        var current = limits();
        var left = oldest.Linger - time.GetElapsedTime(oldest.Arrived);
        if (left > TimeSpan.Zero || !(backlog.Exists && inFlight.Room > 0))
            return left;
        var longest = left + current.BacklogTimeLimit - current.BatchTimeLimit;
        // The backlog may end meanwhile.
        return longest < current.BatchTimeLimit / 2 ? longest : current.BatchTimeLimit / 2;
    }
}
