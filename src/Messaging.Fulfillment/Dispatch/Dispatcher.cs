using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch.Accounts;
using Messaging.Fulfillment.Dispatch.Settling;
using Messaging.Fulfillment.Dispatch.Sharing;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Results;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Telemetry;
using Messaging.Fulfillment.Vendors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Dispatch;

/// <summary>
/// Takes a vendor's claimed entries, fresh from the broker or due in the ledger: answers those that cannot be sent, and
/// hands the others to the workers of their accounts. Composes the parts that an order passes, and stops them.
/// </summary>
internal sealed class Dispatcher<TEvent> : IDispatcher, IVendorGauges, IAsyncDisposable
    where TEvent : class, IOrderEvent
{
    private static readonly TimeSpan IntakePollInterval = TimeSpan.FromMilliseconds(500);

    private readonly IVendorAdapter<TEvent> _adapter;
    private readonly VendorSettings<TEvent> _settings;
    private readonly TimeProvider _time;
    private readonly OrdersInFlight _inFlight;
    private readonly Settler _settler;
    private readonly AccountWorkers<TEvent> _accounts;
    private readonly IntakeGate _intake;
    private readonly OperatorHolds _holds;
    private readonly IDisposable? _settingsChange;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _running;
    private int _disposed;

    public Dispatcher(
        IVendorAdapter<TEvent> adapter,
        VendorSettings<TEvent> settings,
        ILedger ledger,
        OperatorHolds holds,
        ResultPublisher publisher,
        Backlog<TEvent> backlog,
        IOptionsMonitor<RetryOptions> retries,
        FulfillmentMetrics metrics,
        [FromKeyedServices(LedgerTime.Key)] TimeProvider time,
        ILoggerFactory loggers)
    {
        _adapter = adapter;
        _settings = settings;
        _holds = holds;
        _time = time;
        _inFlight = new(() => settings.Current);
        var results = new SettledResults(
            adapter.Vendor, ledger, publisher, _inFlight, time, loggers.CreateLogger<SettledResults>());
        _settler =
            new(adapter.Vendor, ledger, results, _inFlight, retries, metrics, time, loggers.CreateLogger<Settler>());
        var steady = new SteadyTime(time);
        var shared = ledger.Accounts is { } store
            ? new SharedAccounts(adapter.Vendor, store, ledger, steady, loggers.CreateLogger<SharedAccounts>())
            : null;
        _accounts = new(
            adapter,
            settings,
            ledger,
            holds,
            shared,
            _settler,
            _inFlight,
            backlog,
            OrdersWanted,
            metrics,
            time,
            steady,
            Random.Shared.NextDouble,
            loggers);
        Stopping = _accounts.Stopping;
        _intake = new(adapter.Vendor, steady, loggers.CreateLogger<IntakeGate>());
        _settingsChange = settings.OnChange(_accounts.ProbeNow);
        _holds.Changed += ReconsiderHolds;
        metrics.Observe(this);
        _running = Task.WhenAll(
            _settler.RunAsync(_ended.Token),
            results.RunAsync(_ended.Token),
            shared?.RunAsync(_ended.Token) ?? Task.CompletedTask);
    }

    public string Vendor => _adapter.Vendor;

    public TimeSpan LongestCall => _settings.Current.AttemptTimeout;

    public IEnumerable<AccountState> Accounts => _accounts.States;

    public int OrdersInFlight => _inFlight.Claimed;

    /// <summary>Cancelled when no more orders are to be claimed; may be asked after the end.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>How many more orders may be claimed now; negative when due orders took more than their share.</summary>
    public int Room => _inFlight.Room;

    /// <summary>The terms on which orders are claimed now.</summary>
    public ClaimTerms ClaimTerms => new(_adapter.NeedsSendIntent(), _accounts.OnHold);

    /// <summary>Set when orders that were kept in the ledger can be sent.</summary>
    public AsyncAutoResetEvent OrdersWanted { get; } = new();

    IEnumerable<AccountGauges> IVendorGauges.Accounts => _accounts.States.Select(account =>
        new AccountGauges(
            account.Account,
            account.Since is not null,
            account.Hold is not null,
            account.Waiting,
            account.CallsInFlight,
            account.CallsAllowed));

    TimeSpan IVendorGauges.TimeIntakePaused => _intake.TimePaused;

    /// <summary>
    /// Completes when the vendor can be called and there is room for another batch: the broker keeps what cannot be
    /// worked on yet.
    /// </summary>
    public async Task WaitForRoomAsync()
    {
        while (!_intake.MayTake(_accounts.Statuses, _settings.Current))
            await Task.Delay(IntakePollInterval, _time, Stopping);
        if (Room <= 0)
            _accounts.StopLingering();
        await _inFlight.WaitForRoomAsync(Stopping);
    }

    /// <summary>
    /// Takes entries on that were claimed as they came; from here each is settled and published, or deferred.
    /// </summary>
    /// <param name="claimed">Entries that this worker has claimed, each with its order event.</param>
    /// <param name="lingered">How long they have waited for others already.</param>
    public void DispatchFresh(IReadOnlyList<(OrderEntry Entry, TEvent Event)> claimed, TimeSpan lingered) =>
        Dispatch(claimed, _settings.Current.BatchTimeLimit - lingered, (entry, _) => Triage.FindSuperseded(entry));

    /// <summary>Takes entries on that were due in the ledger, where they may have waited long.</summary>
    /// <param name="claimed">Entries that this worker has claimed, each with its order event.</param>
    public void DispatchDue(IReadOnlyList<(OrderEntry Entry, TEvent Event)> claimed)
    {
        var limits = _settings.Current;
        var now = _time.GetUtcNow();
        Dispatch(
            claimed,
            limits.BatchTimeLimit,
            (entry, order) => Triage.FindFailure(entry, order, _adapter, limits.AccountNames, now));
    }

    /// <summary>Records and answers order events that can never be sent.</summary>
    public Task<RefusalResult> RefuseAsync(IReadOnlyList<(OrderEntry Entry, Failure Failure)> orders) =>
        _settler.RefuseAsync(orders, Stopping);

    /// <summary>Settles and answers a claimed entry that cannot be sent.</summary>
    public void Refuse(OrderEntry entry, Failure failure)
    {
        _inFlight.AddClaimed(1);
        _settler.Refuse(new(entry, activity: null), failure);
    }

    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        await _accounts.StopAsync();
        // Without send intents the next worker has to assume that everything claimed was sent. What was not sent is
        // therefore given back as not sent.
        if (!_adapter.NeedsSendIntent())
            _accounts.GiveBack("The worker stopped before it was sent.");
        await _inFlight.WaitUntilNoneIsUnderWayAsync(cancellationToken);
    }

    /// <summary>
    /// Ends everything; what is not settled by now is found in the ledger by the next worker. The container knows this
    /// object under two types and disposes it twice.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;
        _holds.Changed -= ReconsiderHolds;
        _settingsChange?.Dispose();
        await _accounts.DisposeAsync();
        await _ended.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ended.Dispose();
    }

    private void ReconsiderHolds(object? sender, EventArgs e) => _accounts.Reconsider();

    private void Dispatch(
        IReadOnlyList<(OrderEntry Entry, TEvent Event)> claimed,
        TimeSpan linger,
        Func<OrderEntry, TEvent, Failure?> findFailure)
    {
        var arrived = _time.GetTimestamp();
        var toSend = new Dictionary<string, List<InFlightOrder<TEvent>>>(StringComparer.OrdinalIgnoreCase);
        _inFlight.AddClaimed(claimed.Count);
        foreach (var (entry, orderEvent) in claimed)
        {
            var activity =
                FulfillmentSpans.StartOrder(entry.Vendor, entry.OrderNo, entry.EventType, entry.TraceParent);
            // The event's JSON is not needed any more, and is the larger half of an order's memory.
            var order = new InFlightOrder<TEvent>(entry with { Payload = "" }, orderEvent, activity)
            {
                Arrived = arrived,
                Linger = linger,
            };
            if (findFailure(entry, orderEvent) is { } failure)
            {
                _settler.Refuse(order, failure);
                continue;
            }

            if (!toSend.TryGetValue(entry.Account, out var orders))
                toSend.Add(entry.Account, orders = []);
            orders.Add(order);
        }

        foreach (var (account, orders) in toSend)
            _accounts.Enqueue(account, orders);
    }
}
