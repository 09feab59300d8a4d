using System.Collections.Concurrent;
using Messaging.Contracts;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Results;
using Messaging.Fulfillment.Telemetry;
using Messaging.Fulfillment.Vendors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Dispatch;

/// <summary>
/// The one owner of the order of things for a vendor: claimed entries, fresh from the broker or due in the ledger, are triaged, gathered by
/// account, sent in vendor calls, settled and published.
/// </summary>
internal sealed class Dispatcher<TEvent> : IAsyncDisposable
    where TEvent : class, IOrderEvent
{
    private readonly IVendorAdapter<TEvent> _adapter;
    private readonly VendorSettings<TEvent> _settings;
    private readonly IOptionsMonitor<LedgerOptions> _ledgerOptions;
    private readonly VendorCaller<TEvent> _caller;
    private readonly Settler _settler;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, Lazy<Lane>> _lanes = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentBag<Task> _running = [];
    private readonly CancellationTokenSource _stop = new();
    private int _inFlight;
    private volatile bool _draining;

    public Dispatcher(
        IVendorAdapter<TEvent> adapter,
        VendorSettings<TEvent> settings,
        ILedger ledger,
        IOptionsMonitor<LedgerOptions> ledgerOptions,
        ResultPublisher publisher,
        FulfillmentMetrics metrics,
        TimeProvider time,
        ILoggerFactory loggers)
    {
        _adapter = adapter;
        _settings = settings;
        _ledgerOptions = ledgerOptions;
        _time = time;
        _caller = new(adapter, settings, ledger, metrics, time, loggers.CreateLogger<VendorCaller<TEvent>>());
        _settler = new(adapter.Vendor, ledger, publisher, metrics);
        _running.Add(_settler.RunAsync(_stop.Token));
    }

    /// <summary>Cancelled when the dispatcher ends.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>Orders claimed and not done.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Works on claimed entries.</summary>
    /// <param name="claimed">Entries that this worker has claimed, each with its order event.</param>
    /// <param name="waited">How long they have waited for company already.</param>
    /// <returns>Completes when each is settled and its result published, or deferred.</returns>
    /// <exception cref="OperationCanceledException">The dispatcher was disposed before.</exception>
    public async Task DispatchAsync(IReadOnlyList<(OrderEntry Entry, TEvent Event)> claimed, TimeSpan waited)
    {
        Interlocked.Add(ref _inFlight, claimed.Count);
        var completion = new Completion(claimed.Count);
        var limits = _settings.Current;
        var now = _time.GetUtcNow();
        var waitsUntil = now + limits.BatchTimeLimit - waited;
        var toSend = new Dictionary<string, List<InFlightOrder<TEvent>>>(StringComparer.OrdinalIgnoreCase);
        foreach (var (entry, orderEvent) in claimed)
        {
            var activity = FulfillmentMetrics.StartOrder(entry.Vendor, entry.OrderNo, entry.EventType, entry.TraceParent);
            var order = new InFlightOrder<TEvent>(entry, orderEvent, completion, activity) { WaitsUntil = waitsUntil };
            if (Triage.FindFailure(entry, orderEvent, _adapter, limits.AccountNames, now) is { } failure)
            {
                _settler.Post(order, SettlementDecision.Refuse(entry, failure, now));
                continue;
            }

            if (!toSend.TryGetValue(entry.Account, out var orders))
                toSend.Add(entry.Account, orders = []);
            orders.Add(order);
        }

        foreach (var (account, orders) in toSend)
            LaneOf(account).Enqueue(orders);

        await completion.Task.WaitAsync(_stop.Token);
        Interlocked.Add(ref _inFlight, -claimed.Count);
    }

    /// <summary>Settles and answers a claimed entry that cannot be sent.</summary>
    public Task RefuseAsync(OrderEntry entry, Failure failure)
    {
        var completion = new Completion(1);
        _settler.Post(new(entry, completion, activity: null), SettlementDecision.Refuse(entry, failure, _time.GetUtcNow()));
        return completion.Task.WaitAsync(_stop.Token);
    }

    /// <summary>The process is about to stop: no order waits for company any more.</summary>
    public void Drain()
    {
        _draining = true;
        foreach (var lane in _lanes.Values)
            lane.Value.Drain();
    }

    /// <summary>Ends everything; what is not settled by now is found in the ledger by whoever comes next.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var lane in _lanes.Values)
            lane.Value.Dispose();
        _stop.Dispose();
    }

    private Lane LaneOf(string account) => _lanes.GetOrAdd(account, name => new(() => Open(name))).Value;

    private Lane Open(string account)
    {
        var governor = new CallGovernor(() => _settings.Current, _time);
        var lane = new AccountLane<TEvent>(
            () => _settings.Current, governor, _time, orders => _caller.CallAsync(account, orders, governor, Report, _stop.Token));
        _running.Add(lane.RunAsync(_stop.Token));
        if (_draining)
            lane.Drain();
        return new(lane, governor);
    }

    private void Report(InFlightOrder<TEvent> order, Outcome outcome, string? requestId) => _settler.Post(
        order,
        SettlementDecision.Decide(
            order.Entry,
            outcome,
            order.Attempts,
            order.MayBeDone,
            requestId,
            _time.GetUtcNow(),
            _ledgerOptions.CurrentValue,
            Random.Shared.NextDouble()));

    private sealed record Lane(AccountLane<TEvent> Orders, CallGovernor Governor) : IDisposable
    {
        public void Enqueue(IEnumerable<InFlightOrder<TEvent>> orders) => Orders.Enqueue(orders);

        public void Drain() => Orders.Drain();

        public void Dispose() => Governor.Dispose();
    }
}
