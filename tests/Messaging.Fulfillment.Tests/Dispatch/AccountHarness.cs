using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch;
using Messaging.Fulfillment.Dispatch.Accounts;
using Messaging.Fulfillment.Dispatch.Calls;
using Messaging.Fulfillment.Dispatch.Limiting;
using Messaging.Fulfillment.Dispatch.Settling;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Results;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Telemetry;
using Messaging.Fulfillment.Vendors;
using Messaging.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messaging.Fulfillment.Tests.Dispatch;

/// <summary>
/// The worker of one account with all its parts, on a manual clock; without broker, database and vendor.
/// </summary>
internal sealed class AccountHarness : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Dictionary<Guid, string> _orderNos = [];
    private Task _running = Task.CompletedTask;

    public AccountHarness(ScriptedAdapter adapter, TestLimits? limits = null, ILedger? ledger = null)
    {
        Adapter = adapter;
        Limits = limits
            ?? new()
            {
                OrdersPerCall = 1000,
                CallsPerSecond = 100_000,
                Burst = 100_000,
                QuickRetryDelay = TimeSpan.FromMilliseconds(1),
            };
        InFlight = new(() => Limits);
        Metrics = TestMetrics.Create(Time);
        var settings = new VendorSettings<OrderMarkedDelivering>(() => Limits);
        Backlog = new(settings, Time);
        Limiter = new(
            "polyv", "main", () => Limits, () => Hold, OrdersWanted, Time, () => 1, Log.For<AccountLimiter>());
        Results = new(
            "polyv",
            ledger ?? Ledger.Ledger,
            // It says at its start which way it takes, which is no line of an account.
            Bus.CreatePublisher(Metrics, Time, NullLogger<ResultPublisher>.Instance),
            InFlight,
            Time,
            Log.For<SettledResults>());
        Settler = new(
            "polyv",
            ledger ?? Ledger.Ledger,
            Results,
            InFlight,
            new FixedOptions<RetryOptions>(Retries),
            Metrics,
            Time,
            Log.For<Settler>());
        Batcher = new(() => Limits, InFlight, Backlog, OrdersWanted, Time, draw: () => 0);
        Caller = new(
            "polyv",
            () => Limits,
            new(adapter, ledger ?? Ledger.Ledger, ledger ?? Ledger.Ledger, Time),
            new(
                "main",
                adapter,
                ledger ?? Ledger.Ledger,
                Limiter,
                Metrics,
                Time,
                Log.For<CallAttempt<OrderMarkedDelivering>>()),
            Limiter,
            Metrics,
            Time);
        Worker = new(
            "polyv",
            "main",
            () => Limits,
            Batcher,
            Limiter,
            Caller,
            Settler,
            Metrics,
            Time,
            Log.For<AccountWorker<OrderMarkedDelivering>>());
    }

    public ManualTimeProvider Time { get; } = new(Orders.Noon);

    public ScriptedAdapter Adapter { get; }

    public TestLimits Limits { get; set; }

    public RetryOptions Retries { get; } = new();

    /// <summary>What an operator holds the account by; its worker has to be told of a change.</summary>
    public Hold? Hold { get; set; }

    public RecordingLedger Ledger { get; } = new();

    public RecordingBus Bus { get; } = new();

    public LogLines Log { get; } = new();

    public FulfillmentMetrics Metrics { get; }

    public OrdersInFlight InFlight { get; }

    public Backlog<OrderMarkedDelivering> Backlog { get; }

    public AsyncAutoResetEvent OrdersWanted { get; } = new();

    public AccountLimiter Limiter { get; }

    public CallBatcher<OrderMarkedDelivering> Batcher { get; }

    public VendorCaller<OrderMarkedDelivering> Caller { get; }

    public SettledResults Results { get; }

    public Settler Settler { get; }

    public AccountWorker<OrderMarkedDelivering> Worker { get; }

    /// <summary>The orders that a call carried, for each call.</summary>
    public IEnumerable<string[]> Calls =>
        Adapter.Calls.Select(call => call.Orders.Select(order => order.Event.OrderNo).ToArray());

    /// <summary>The outcome with which each order was settled: succeeded, failed, retry later, or in doubt.</summary>
    public IReadOnlyDictionary<string, string> Outcomes => Ledger.AllSettled.ToDictionary(
        settlement => _orderNos[settlement.Key.EventId],
        settlement => settlement switch
        {
            Settlement.Final { Result.Succeeded: true } => "succeeded",
            Settlement.Final => "failed",
            Settlement.Deferred { InDoubt: true } => "in doubt",
            _ => "retry later",
        });

    public AccountHarness Start()
    {
        _running = Task.WhenAll(
            Worker.RunAsync(
                _stopping.Token, _ended.Token), Settler.RunAsync(_ended.Token), Results.RunAsync(_ended.Token));
        return this;
    }

    public IReadOnlyList<InFlightOrder<OrderMarkedDelivering>> Enqueue(
        params IReadOnlyList<InFlightOrder<OrderMarkedDelivering>> orders)
    {
        foreach (var order in orders)
            _orderNos[order.Entry.EventId] = order.Entry.OrderNo;
        InFlight.AddClaimed(orders.Count);
        Worker.Enqueue(orders);
        return orders;
    }

    public Task StopAsync() => _stopping.CancelAsync();

    public Task EndAsync() => _ended.CancelAsync();

    /// <summary>Moves the clock a second at a time until the condition holds.</summary>
    public Task RunUntilAsync(Func<bool> condition, string what) => Eventually.TrueAsync(
        () =>
        {
            if (condition())
                return true;
            Time.Advance(TimeSpan.FromSeconds(1));
            return false;
        },
        what);

    public Task RunUntilSettledAsync(int orders) =>
        RunUntilAsync(() => Ledger.AllSettled.Count() >= orders, $"{orders} orders are settled");

    /// <summary>Waits until that many timers are set: the code under test has reached its delay.</summary>
    public Task TimersAsync(int count) =>
        Eventually.TrueAsync(() => Time.ActiveTimers == count, $"{count} timers are set");

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _ended.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Metrics.Dispose();
        _stopping.Dispose();
        _ended.Dispose();
    }
}
