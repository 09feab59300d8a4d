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
    private readonly ConcurrentDictionary<string, Lazy<AccountLane<TEvent>>> _lanes = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentBag<Task> _running = [];
    private readonly CancellationTokenSource _stopTaking = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly OrderCount _claimed = new();
    private readonly OrderCount _atWork = new();

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

    /// <summary>Cancelled when no more orders are to be claimed.</summary>
    public CancellationToken Stopping => _stopTaking.Token;

    /// <summary>How many more orders may be claimed now; negative when due orders took more than their share.</summary>
    public int Room => _settings.Current.MaxOrdersInFlight - _claimed.Value;

    /// <summary>Completes when there is room for another batch: so the broker keeps what cannot be worked on yet.</summary>
    public Task WaitForRoomAsync() => _claimed.WaitBelowAsync(() => _settings.Current.MaxOrdersInFlight, Stopping);

    /// <summary>Takes claimed entries on; from here each is settled and published, or deferred.</summary>
    /// <param name="claimed">Entries that this worker has claimed, each with its order event.</param>
    /// <param name="waited">How long they have waited for company already.</param>
    public void Dispatch(IReadOnlyList<(OrderEntry Entry, TEvent Event)> claimed, TimeSpan waited)
    {
        _claimed.Add(claimed.Count);
        var limits = _settings.Current;
        var now = _time.GetUtcNow();
        var waitsUntil = now + limits.BatchTimeLimit - waited;
        var toSend = new Dictionary<string, List<InFlightOrder<TEvent>>>(StringComparer.OrdinalIgnoreCase);
        foreach (var (entry, orderEvent) in claimed)
        {
            var activity = FulfillmentMetrics.StartOrder(entry.Vendor, entry.OrderNo, entry.EventType, entry.TraceParent);
            var order = new InFlightOrder<TEvent>(entry, orderEvent, Done, activity) { WaitsUntil = waitsUntil };
            if (Triage.FindFailure(entry, orderEvent, _adapter, limits.AccountNames, now) is { } failure)
            {
                _atWork.Add(1);
                _settler.Post(order, SettlementDecision.Refuse(entry, failure, now));
                continue;
            }

            if (!toSend.TryGetValue(entry.Account, out var orders))
                toSend.Add(entry.Account, orders = []);
            orders.Add(order);
        }

        foreach (var (account, orders) in toSend)
            LaneOf(account).Enqueue(orders);
    }

    /// <summary>Settles and answers a claimed entry that cannot be sent.</summary>
    public void Refuse(OrderEntry entry, Failure failure)
    {
        _claimed.Add(1);
        _atWork.Add(1);
        _settler.Post(new(entry, Done, activity: null), SettlementDecision.Refuse(entry, failure, _time.GetUtcNow()));
    }

    /// <summary>
    /// Claims nothing more, starts no more calls, and waits until those on the wire are answered, settled and published. Orders that still
    /// wait for a call are left to the ledger.
    /// </summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        await _stopTaking.CancelAsync();
        await _atWork.WaitBelowAsync(() => 1, cancellationToken);
    }

    /// <summary>Ends everything; what is not settled by now is found in the ledger by whoever comes next.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopTaking.CancelAsync();
        await _stop.CancelAsync();
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopTaking.Dispose();
        _stop.Dispose();
    }

    private AccountLane<TEvent> LaneOf(string account) => _lanes.GetOrAdd(account, name => new(() => Open(name))).Value;

    private AccountLane<TEvent> Open(string account)
    {
        var governor = new CallGovernor(() => _settings.Current, _time);
        var lane = new AccountLane<TEvent>(() => _settings.Current, governor, _time, orders => CallAsync(account, orders, governor));
        _running.Add(lane.RunAsync(Stopping));
        return lane;
    }

    private Task CallAsync(string account, IReadOnlyList<InFlightOrder<TEvent>> orders, CallGovernor governor)
    {
        _atWork.Add(orders.Count);
        return _caller.CallAsync(account, orders, governor, Report, _stop.Token);
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

    private void Done()
    {
        _atWork.RemoveOne();
        _claimed.RemoveOne();
    }
}
