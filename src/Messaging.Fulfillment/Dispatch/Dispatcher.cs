using System.Collections.Concurrent;
using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch.Governing;
using Messaging.Fulfillment.Intake;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Results;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Telemetry;
using Messaging.Fulfillment.Vendors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Dispatch;

/// <summary>
/// The one owner of the order of things for a vendor: claimed entries, fresh from the broker or due in the ledger, are triaged, gathered by
/// account, sent in vendor calls, settled and published.
/// </summary>
internal sealed partial class Dispatcher<TEvent> : IDispatcher, IAsyncDisposable
    where TEvent : class, IOrderEvent
{
    private readonly IVendorAdapter<TEvent> _adapter;
    private readonly VendorSettings<TEvent> _settings;
    private readonly ILedger _ledger;
    private readonly IOptionsMonitor<RetryOptions> _retries;
    private readonly FulfillmentMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ILoggerFactory _loggers;
    private readonly Settler _settler;
    private readonly AccountLanes<TEvent> _lanes;
    private readonly IntakeGate _intake;
    private readonly Backlog<TEvent> _backlog;
    private readonly IDisposable? _settingsChange;
    private readonly ConcurrentBag<Task> _running = [];
    private readonly CancellationTokenSource _stopTaking = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly OrderCount _claimed = new();
    private readonly OrderCount _atWork = new();
    private int _disposed;

    public Dispatcher(
        IVendorAdapter<TEvent> adapter,
        VendorSettings<TEvent> settings,
        ILedger ledger,
        IOptionsMonitor<RetryOptions> retries,
        ResultPublisher publisher,
        Backlog<TEvent> backlog,
        FulfillmentMetrics metrics,
        TimeProvider time,
        ILoggerFactory loggers)
    {
        _adapter = adapter;
        _settings = settings;
        _ledger = ledger;
        _retries = retries;
        _metrics = metrics;
        _time = time;
        _logger = loggers.CreateLogger<Dispatcher<TEvent>>();
        _loggers = loggers;
        _settler = new(adapter.Vendor, ledger, publisher, metrics, time, loggers.CreateLogger<Settler>());
        _lanes = new(adapter.Vendor, settings, OpenLane, Park, time, _logger);
        _intake = new(adapter.Vendor, () => _lanes.Statuses, () => settings.Current, time, loggers.CreateLogger<IntakeGate>());
        _backlog = backlog;
        _settingsChange = settings.OnChange(_lanes.ProbeNow);
        metrics.Observe(adapter.Vendor, () => _lanes.Describe(), () => _intake.TimePaused);
        _running.Add(_settler.RunAsync(_stop.Token));
    }

    public string Vendor => _adapter.Vendor;

    public TimeSpan LongestCall => _settings.Current.AttemptTimeout;

    /// <summary>Cancelled when no more orders are to be claimed.</summary>
    public CancellationToken Stopping => _stopTaking.Token;

    public IEnumerable<AccountState> Accounts => _lanes.Describe();

    /// <summary>How many more orders may be claimed now; negative when due orders took more than their share.</summary>
    public int Room => _settings.Current.OrdersInFlight - _claimed.Value;

    /// <summary>Which orders are claimed now, and how.</summary>
    public ClaimTerms ClaimTerms => new(_adapter.NeedsSendIntent(), _lanes.OnHold);

    /// <summary>Called when orders that were kept in the ledger are wanted here again.</summary>
    public WakeUp MoreRoom => _lanes.MoreRoom;

    /// <summary>Completes when the vendor can be called and there is room for another batch: so the broker keeps what cannot be worked on yet.</summary>
    public async Task WaitForRoomAsync()
    {
        await _intake.WaitAsync(Stopping);
        if (Room <= 0)
            _lanes.LookAgain();
        await _claimed.WaitBelowAsync(() => _settings.Current.OrdersInFlight, Stopping);
    }

    /// <summary>Takes claimed entries on; from here each is settled and published, or deferred.</summary>
    /// <param name="claimed">Entries that this worker has claimed, each with its order event.</param>
    /// <param name="waited">How long they have waited for company already.</param>
    /// <param name="leaseEpoch">The ledger's lease term when the claim began.</param>
    public void Dispatch(IReadOnlyList<(OrderEntry Entry, TEvent Event)> claimed, TimeSpan waited, int leaseEpoch)
    {
        var limits = _settings.Current;
        _claimed.Add(claimed.Count);
        var now = _time.GetUtcNow();
        var waitsUntil = now + limits.BatchTimeLimit - waited;
        var toSend = new Dictionary<string, List<InFlightOrder<TEvent>>>(StringComparer.OrdinalIgnoreCase);
        foreach (var (entry, orderEvent) in claimed)
        {
            var activity = FulfillmentMetrics.StartOrder(entry.Vendor, entry.OrderNo, entry.EventType, entry.TraceParent);
            // The event's JSON has done its work here, and is the larger half of what an order weighs.
            var order = new InFlightOrder<TEvent>(entry with { Payload = "" }, orderEvent, Done, activity) { Since = now, WaitsUntil = waitsUntil, LeaseEpoch = leaseEpoch };
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
            _lanes.Enqueue(account, orders);
    }

    /// <summary>Settles and answers a claimed entry that cannot be sent.</summary>
    public void Refuse(OrderEntry entry, Failure failure)
    {
        _claimed.Add(1);
        _atWork.Add(1);
        _settler.Post(new(entry, Done, activity: null), SettlementDecision.Refuse(entry, failure, _time.GetUtcNow()));
    }

    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        await _stopTaking.CancelAsync();
        // Where no mark tells what was sent, the ledger has to take all that it finds claimed for it: what was not is given back with that word.
        if (!_adapter.NeedsSendIntent())
            GiveBack(_lanes.TakeAll(), "The worker stopped before it was sent.");
        await _atWork.WaitBelowAsync(() => 1, cancellationToken);
    }

    /// <summary>
    /// Ends everything; what is not settled by now is found in the ledger by whoever comes next. The container knows this object by two names and
    /// disposes it twice.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;
        _settingsChange?.Dispose();
        await _stopTaking.CancelAsync();
        await _stop.CancelAsync();
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopTaking.Dispose();
        _stop.Dispose();
    }

    private AccountLane<TEvent> OpenLane(string account, CallGovernor governor)
    {
        var caller = new VendorCaller<TEvent>(account, _adapter, _settings, governor, _ledger, _metrics, _time, _loggers.CreateLogger<VendorCaller<TEvent>>());
        var lane = new AccountLane<TEvent>(
            () => _settings.Current,
            governor,
            moreIsComing: () => _backlog.IsThere && Room > 0,
            enough: () => _settings.Current.OrdersInFlightPerAccount,
            hasRoomAgain: _lanes.MoreRoom.Call,
            _time,
            orders => CallAsync(account, orders, caller));
        _running.Add(lane.RunAsync(Stopping));
        return lane;
    }

    /// <summary>Keeps the orders of a closed account in the ledger.</summary>
    private void Park(IReadOnlyList<InFlightOrder<TEvent>> orders, Closure closure)
    {
        if (orders.Count == 0)
            return;
        _metrics.Parked(Vendor, orders.Count);
        GiveBack(orders, $"Its account is closed since {closure.Since:O}: {closure.Reason}");
    }

    /// <summary>Gives orders back to the ledger; none of them has been sent, and none costs an attempt.</summary>
    private void GiveBack(IReadOnlyList<InFlightOrder<TEvent>> orders, string why)
    {
        _atWork.Add(orders.Count);
        foreach (var order in orders)
            Report(order, order.NotSent(why), requestId: null);
    }

    private async Task CallAsync(string account, IReadOnlyList<InFlightOrder<TEvent>> orders, VendorCaller<TEvent> caller)
    {
        _atWork.Add(orders.Count);
        var inTime = RefuseExpired(orders);
        try
        {
            if (inTime.Count > 0)
                await caller.CallAsync(inTime, Report, Stopping, _stop.Token);
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            if (e is not OperationCanceledException)
                LogCallFailed(e, Vendor, account, inTime.Count);
            foreach (var order in inTime.Where(order => !order.IsDecided))
                Report(order, Unfinished(order), requestId: null);
        }
    }

    /// <summary>Answers the orders whose deadline passed while they waited for their call; returns the rest.</summary>
    private List<InFlightOrder<TEvent>> RefuseExpired(IReadOnlyList<InFlightOrder<TEvent>> orders)
    {
        var now = _time.GetUtcNow();
        var inTime = new List<InFlightOrder<TEvent>>(orders.Count);
        foreach (var order in orders)
        {
            if (Triage.FindExpiry(order.Entry, order.Event, now) is { } expired)
                _settler.Post(order, SettlementDecision.Refuse(order.Entry, expired, now));
            else
                inTime.Add(order);
        }

        return inTime;
    }

    private static OrderOutcome Unfinished(InFlightOrder<TEvent> order) => order.InDoubt
        ? new OrderOutcome.Unknown(null, "The worker stopped before the outcome was known.")
        : new OrderOutcome.RetryLater(null, "The worker stopped before it was sent.");

    private void Report(InFlightOrder<TEvent> order, OrderOutcome outcome, string? requestId)
    {
        var decision = SettlementDecision.Decide(
            order.Entry,
            outcome,
            order.Attempts,
            order.InDoubt,
            requestId,
            _time.GetUtcNow(),
            _retries.CurrentValue,
            Random.Shared.NextDouble());
        order.IsDecided = true;
        _settler.Post(order, decision);
    }

    private void Done()
    {
        _atWork.RemoveOne();
        _claimed.RemoveOne();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A call to {Vendor} for account {Account} with {Orders} orders failed here; what was not answered is tried again")]
    private partial void LogCallFailed(Exception exception, string vendor, string account, int orders);
}
