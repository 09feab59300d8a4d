using System.Collections.Concurrent;
using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch.Calls;
using Messaging.Fulfillment.Dispatch.Limiting;
using Messaging.Fulfillment.Dispatch.Settling;
using Messaging.Fulfillment.Dispatch.Sharing;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Telemetry;
using Messaging.Fulfillment.Vendors;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Dispatch.Accounts;

/// <summary>
/// The workers of a vendor's accounts, side by side: none waits for another. One is opened with its account's first
/// order.
/// </summary>
/// <param name="shared">Shares the accounts with other workers; null where there can be none.</param>
/// <param name="ordersWanted">Set when an account can take orders again that are kept in the ledger.</param>
/// <param name="time">The ledger's time.</param>
/// <param name="steady">The same as it was at the start, going on with the monotonic clock.</param>
/// <param name="draw">A random number from 0 to 1, which chooses the orders of probes.</param>
internal sealed class AccountWorkers<TEvent>(
    IVendorAdapter<TEvent> adapter,
    VendorSettings<TEvent> settings,
    ILedger ledger,
    OperatorHolds holds,
    SharedAccounts? shared,
    Settler settler,
    OrdersInFlight inFlight,
    Backlog<TEvent> backlog,
    AsyncAutoResetEvent ordersWanted,
    FulfillmentMetrics metrics,
    TimeProvider time,
    SteadyTime steady,
    Func<double> draw,
    ILoggerFactory loggers) : IAsyncDisposable
    where TEvent : class, IOrderEvent
{
    private readonly ConcurrentDictionary<string, Lazy<AccountWorker<TEvent>>> _workers =
        new(StringComparer.OrdinalIgnoreCase);
    private readonly SendGuard<TEvent> _guard = new(adapter, ledger, ledger, time);
    private readonly ConcurrentBag<Task> _running = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _ended = new();

    /// <summary>Cancelled when no more calls are to leave.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>
    /// The state of the configured accounts that were sent something, or are held, or suspended by another worker.
    /// </summary>
    public IEnumerable<LimiterStatus> Statuses
    {
        get
        {
            var configured = GetConfigured();
            return Opened.Where(worker => configured.Contains(worker.Account)).Select(worker => worker.Status)
                .Concat(ClosedUnopened.Select(closed => closed.Status));
        }
    }

    /// <summary>The accounts whose orders are to stay in the ledger for now.</summary>
    public IReadOnlyCollection<string> OnHold =>
    [
        .. Opened.Where(worker => worker.IsOnHold).SelectMany(worker => worker.Spellings),
        .. ClosedUnopened.Where(closed => closed.Status is { HoldsOrdersBack: true, LacksProbe: false })
            .Select(closed => closed.Account),
    ];

    /// <summary>
    /// The accounts for operators; one that is no longer configured only while orders wait for it here.
    /// </summary>
    public IEnumerable<AccountState> States
    {
        get
        {
            var configured = GetConfigured();
            return Opened
                .Where(worker => configured.Contains(worker.Account) || worker.Waiting > 0)
                .Select(worker => AccountState.From(adapter.Vendor, worker.Account, worker.Status, worker.Waiting))
                .Concat(ClosedUnopened.Select(
                    closed => AccountState.From(adapter.Vendor, closed.Account, closed.Status, waiting: 0)));
        }
    }

    /// <summary>
    /// Configured accounts that were sent nothing here, and are held, or suspended by another worker.
    /// </summary>
    private IEnumerable<(string Account, LimiterStatus Status)> ClosedUnopened =>
        holds.Current.Count == 0 && shared is not { Suspended.Count: > 0 }
            ? []
            : from account in settings.Current.AccountNames
              where !_workers.ContainsKey(account)
              let hold = holds.Find(adapter.Vendor, account)
              let suspension = shared?.Find(account)
              where hold is not null || suspension is not null
              select (account, LimiterStatus.Of(suspension, steady.GetUtcNow()) with { Hold = hold });

    private IEnumerable<AccountWorker<TEvent>> Opened =>
        _workers.Values.Where(worker => worker.IsValueCreated).Select(worker => worker.Value);

    public void Enqueue(string account, IReadOnlyList<InFlightOrder<TEvent>> orders) =>
        _workers.GetOrAdd(account, name => new(() => Open(name))).Value.Enqueue(orders);

    /// <summary>No more orders are coming for now: calls that wait for more are to leave.</summary>
    public void StopLingering()
    {
        foreach (var worker in Opened)
            worker.StopLingering();
    }

    /// <summary>The settings have changed: accounts that were not accepted are tried at once.</summary>
    public void ProbeNow()
    {
        foreach (var worker in Opened)
            worker.ProbeNow();
        ordersWanted.Set();
    }

    /// <summary>What operators hold has changed.</summary>
    public void Reconsider()
    {
        foreach (var worker in Opened)
            worker.Reconsider();
        ordersWanted.Set();
    }

    /// <summary>Lets no further call leave.</summary>
    public Task StopAsync() => _stopping.CancelAsync();

    /// <summary>Gives all orders that wait for a call back to the ledger.</summary>
    public void GiveBack(string why)
    {
        foreach (var worker in Opened)
            worker.GiveBack(why);
    }

    /// <summary>Ends everything, calls in flight included.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _ended.CancelAsync();
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
        _ended.Dispose();
    }

    private AccountWorker<TEvent> Open(string account)
    {
        var vendor = adapter.Vendor;
        Func<VendorLimits> limits = () => settings.Current;
        var batcher = new CallBatcher<TEvent>(limits, inFlight, backlog, ordersWanted, steady, draw);
        var limiter = new AccountLimiter(
            vendor,
            account,
            limits,
            () => holds.Find(vendor, account),
            ordersWanted,
            steady,
            Random.Shared.NextDouble,
            loggers.CreateLogger<AccountLimiter>(),
            shared?.Open(account, limits, () => batcher.CallsDue));
        var attempt = new CallAttempt<TEvent>(
            account, adapter, ledger, limiter, metrics, steady, loggers.CreateLogger<CallAttempt<TEvent>>());
        var worker = new AccountWorker<TEvent>(
            vendor,
            account,
            limits,
            batcher,
            limiter,
            new VendorCaller<TEvent>(vendor, limits, _guard, attempt, limiter, metrics, steady),
            settler,
            metrics,
            steady,
            loggers.CreateLogger<AccountWorker<TEvent>>());
        shared?.Add(limiter, worker.Reconsider);
        _running.Add(worker.RunAsync(_stopping.Token, _ended.Token));
        return worker;
    }

    private HashSet<string> GetConfigured() =>
        settings.Current.AccountNames.ToHashSet(StringComparer.OrdinalIgnoreCase);
}
