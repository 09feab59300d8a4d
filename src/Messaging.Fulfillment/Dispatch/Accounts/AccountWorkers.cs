using System.Collections.Concurrent;
using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch.Calls;
using Messaging.Fulfillment.Dispatch.Limiting;
using Messaging.Fulfillment.Dispatch.Settling;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Telemetry;
using Messaging.Fulfillment.Vendors;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Dispatch.Accounts;

/// <summary>
/// The workers of a vendor's accounts, side by side: none waits for another. One is opened with its account's first
/// order.
/// </summary>
/// <param name="ordersWanted">Set when an account can take orders again that are kept in the ledger.</param>
/// <param name="draw">A random number from 0 to 1, which chooses the orders of probes.</param>
internal sealed class AccountWorkers<TEvent>(
    IVendorAdapter<TEvent> adapter,
    VendorSettings<TEvent> settings,
    IClaims claims,
    ILease lease,
    OperatorHolds holds,
    Settler settler,
    OrdersInFlight inFlight,
    Backlog<TEvent> backlog,
    AsyncAutoResetEvent ordersWanted,
    FulfillmentMetrics metrics,
    TimeProvider time,
    Func<double> draw,
    ILoggerFactory loggers) : IAsyncDisposable
    where TEvent : class, IOrderEvent
{
    private readonly ConcurrentDictionary<string, Lazy<AccountWorker<TEvent>>> _workers =
        new(StringComparer.OrdinalIgnoreCase);
    private readonly SendGuard<TEvent> _guard = new(adapter, claims, lease, time);
    private readonly SteadyTime _steady = new(time);
    private readonly ConcurrentBag<Task> _running = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _ended = new();

    /// <summary>Cancelled when no more calls are to leave.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>The state of the configured accounts that were sent something, or are held.</summary>
    public IEnumerable<LimiterStatus> Statuses
    {
        get
        {
            var configured = GetConfigured();
            return Opened.Where(worker => configured.Contains(worker.Account)).Select(worker => worker.Status)
                .Concat(HeldUnopened.Select(held => held.Status));
        }
    }

    /// <summary>The accounts whose orders are to stay in the ledger for now.</summary>
    public IReadOnlyCollection<string> OnHold =>
    [
        .. Opened.Where(worker => worker.IsOnHold).SelectMany(worker => worker.Spellings),
        .. HeldUnopened.Select(held => held.Account),
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
                .Concat(HeldUnopened.Select(
                    held => AccountState.From(adapter.Vendor, held.Account, held.Status, waiting: 0)));
        }
    }

    /// <summary>Configured accounts that are held and were sent nothing.</summary>
    private IEnumerable<(string Account, LimiterStatus Status)> HeldUnopened =>
        holds.Current.Count == 0
            ? []
            : from account in settings.Current.AccountNames
              where !_workers.ContainsKey(account)
              let hold = holds.Find(adapter.Vendor, account)
              where hold is not null
              select (account, new LimiterStatus { Hold = hold });

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
        var limiter = new AccountLimiter(
            vendor,
            account,
            limits,
            () => holds.Find(vendor, account),
            ordersWanted,
            _steady,
            Random.Shared.NextDouble,
            loggers.CreateLogger<AccountLimiter>());
        var attempt = new CallAttempt<TEvent>(
            account, adapter, lease, limiter, metrics, _steady, loggers.CreateLogger<CallAttempt<TEvent>>());
        var worker = new AccountWorker<TEvent>(
            vendor,
            account,
            limits,
            new CallBatcher<TEvent>(limits, inFlight, backlog, ordersWanted, _steady, draw),
            limiter,
            new VendorCaller<TEvent>(vendor, limits, _guard, attempt, limiter, metrics, _steady),
            settler,
            metrics,
            _steady,
            loggers.CreateLogger<AccountWorker<TEvent>>());
        _running.Add(worker.RunAsync(_stopping.Token, _ended.Token));
        return worker;
    }

    private HashSet<string> GetConfigured() =>
        settings.Current.AccountNames.ToHashSet(StringComparer.OrdinalIgnoreCase);
}
