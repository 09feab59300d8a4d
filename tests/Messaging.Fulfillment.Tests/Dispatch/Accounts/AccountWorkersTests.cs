using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch;
using Messaging.Fulfillment.Dispatch.Accounts;
using Messaging.Fulfillment.Dispatch.Settling;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Results;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Telemetry;
using Messaging.Fulfillment.Vendors;
using Messaging.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messaging.Fulfillment.Tests.Dispatch.Accounts;

public sealed class AccountWorkersTests : IAsyncDisposable
{
    private readonly ManualTimeProvider _time = new(Orders.Noon);
    private readonly AdjustableClock _clock;
    private readonly RecordingLedger _ledger = new();
    private readonly LogLines _log = new();
    private readonly AsyncAutoResetEvent _ordersWanted = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Dictionary<Guid, string> _orderNos = [];
    private readonly FulfillmentMetrics _metrics;
    private readonly OperatorHolds _holds;
    private readonly AccountWorkers<OrderMarkedDelivering> _workers;
    private TestLimits _limits = new() { Accounts = ["a", "b"], OrdersPerCall = 10, QuickRetries = 0 };
    private Func<VendorCall<OrderMarkedDelivering>, VendorAnswer> _answer = ScriptedAdapter.AllSucceeded;

    public AccountWorkersTests()
    {
        _clock = new(_time);
        _metrics = TestMetrics.Create(_time);
        _holds = new(_ledger.Ledger);
        var inFlight = new OrdersInFlight(() => _limits);
        var settings = new VendorSettings<OrderMarkedDelivering>(() => _limits);
        var publisher = new RecordingBus().CreatePublisher(_metrics, _time, NullLogger<ResultPublisher>.Instance);
        var results =
            new SettledResults("polyv", _ledger.Ledger, publisher, inFlight, _time, _log.For<SettledResults>());
        var settler = new Settler(
            "polyv",
            _ledger.Ledger,
            results,
            inFlight,
            new FixedOptions<RetryOptions>(new()),
            _metrics,
            _time,
            _log.For<Settler>());
        _workers = new(
            new ScriptedAdapter { Answer = (call, _) => Task.FromResult(_answer(call)) },
            settings,
            _ledger.Ledger,
            _holds,
            shared: null,
            settler,
            inFlight,
            new Backlog<OrderMarkedDelivering>(settings, _time),
            _ordersWanted,
            _metrics,
            _clock,
            new SteadyTime(_clock),
            draw: () => 0,
            _log.Factory);
        _holds.Changed += (_, _) => _workers.Reconsider();
        _ = settler.RunAsync(_ended.Token);
    }

    /// <summary>Orders that were given back to the ledger without a call.</summary>
    private IEnumerable<string> Parked => _ledger.AllSettled
        .Where(settlement => settlement is Settlement.Deferred { Attempts: 0 })
        .Select(settlement => _orderNos[settlement.Key.EventId]);

    [Fact]
    public async Task Orders_of_an_account_that_is_suspended_go_back_but_for_one_to_probe_with()
    {
        await SuspendAsync("a", TimeSpan.FromMinutes(1));
        Enqueue("a", "1", "2", "3");
        await ParkedAsync("2", "3");

        Enqueue("a", "4");
        await ParkedAsync("2", "3", "4");
        Assert.Equal(["a"], _workers.OnHold);
    }

    [Fact]
    public async Task All_orders_of_an_account_that_an_operator_holds_go_back_and_say_why()
    {
        Enqueue("a", "1", "2");
        Enqueue("b", "3");

        await HoldAsync("a");

        await ParkedAsync("1", "2");
        Enqueue("a", "4");
        await ParkedAsync("1", "2", "4");
        Assert.Equal(["a"], _workers.OnHold);
        Assert.All(
            _ledger.AllSettled.OfType<Settlement.Deferred>(),
            deferred => Assert.Contains("held by night-shift since 2026-11-11", deferred.Message));
    }

    [Fact]
    public async Task Held_accounts_are_on_hold_and_shown_before_anything_was_sent_for_them()
    {
        await HoldAsync(account: null);

        Assert.Equal(["a", "b"], _workers.OnHold);
        Assert.Equal([("a", "Held"), ("b", "Held")], _workers.States.Select(state => (state.Account, state.State)));
        Assert.Equal(2, _workers.Statuses.Count(status => status.Hold is not null));
    }

    [Fact]
    public async Task What_was_held_is_wanted_and_sent_when_it_is_released()
    {
        await HoldAsync("A");
        Enqueue("a", "1");
        await ParkedAsync("1");
        var wanted = _ordersWanted.WaitAsync(null, _time, CancellationToken.None);

        _ledger.Holds = [];
        await _holds.RefreshAsync(CancellationToken.None);

        await wanted.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Empty(_workers.OnHold);
        SendAlone("a", "2");
        await Eventually.TrueAsync(
            () => _ledger.AllSettled.Any(settlement => settlement is Settlement.Final), "it is sent");
    }

    [Fact]
    public async Task What_outlasts_its_time_while_it_is_held_fails_as_it_would_anyway()
    {
        await HoldAsync("a");
        _time.Advance(new RetryOptions().GiveUpAfter);

        Enqueue("a", "1");

        await Eventually.TrueAsync(() => _ledger.AllSettled.Any(), "it is settled");
        var failed = Assert.IsType<Settlement.Final>(Assert.Single(_ledger.AllSettled));
        Assert.Equal((false, 0, "retriesExhausted"), (failed.Result.Succeeded, failed.Attempts, failed.Result.Reason));
    }

    [Fact]
    public async Task Orders_recorded_under_another_spelling_of_the_account_are_on_hold_with_it()
    {
        await SuspendAsync("a", TimeSpan.FromMinutes(1));
        Enqueue("a", "1", "2");
        Enqueue("A", "3");

        await ParkedAsync("2", "3");
        Assert.Equal(["a", "A"], _workers.OnHold);
    }

    [Fact]
    public async Task Orders_stay_in_memory_for_a_short_pause()
    {
        await SuspendAsync("a", TimeSpan.FromSeconds(1));
        Enqueue("a", "1", "2", "3");

        Assert.Equal(3, Assert.Single(_workers.States).Waiting);
        Assert.Empty(Parked);
        Assert.Empty(_workers.OnHold);
    }

    [Fact]
    public async Task Other_accounts_are_not_concerned()
    {
        Enqueue("b", "3", "4");
        await SuspendAsync("a", TimeSpan.FromMinutes(1));
        Enqueue("a", "1", "2");

        await ParkedAsync("2");
        Assert.Equal(["a"], _workers.OnHold);
    }

    [Fact]
    public async Task An_account_without_an_order_to_probe_with_is_not_on_hold_when_it_is_time_to_probe()
    {
        await SuspendAsync("a", TimeSpan.FromSeconds(5));

        Assert.Equal(["a"], _workers.OnHold);
        _answer = Fail(CallFaultKind.Account);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Empty(_workers.OnHold);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_clock_that_is_set_neither_holds_up_a_probe_nor_brings_it_forward(int hours)
    {
        await SuspendAsync("a", TimeSpan.FromSeconds(5));

        _clock.Offset = TimeSpan.FromHours(hours);

        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal(["a"], _workers.OnHold);
        _answer = Fail(CallFaultKind.Account);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Empty(_workers.OnHold);
    }

    [Fact]
    public async Task An_account_that_was_not_accepted_asks_for_an_order_when_it_is_time_to_probe()
    {
        _answer = Fail(CallFaultKind.Account);
        SendAlone("a", "1");
        await StateAsync("a", "Suspended");
        // The first pauses are too short to park for.
        for (var i = 0; i < 2; i++)
            await ProbeAsync("a", TimeSpan.FromSeconds(5));

        Assert.Equal(["a"], _workers.OnHold);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Empty(_workers.OnHold);

        Enqueue("a", "2");
        Assert.Equal(["a"], _workers.OnHold);
    }

    [Fact]
    public void An_account_with_enough_orders_here_is_on_hold()
    {
        _limits.MaxOrdersInFlight = 2;
        _limits.OrdersPerCall = 20;
        _limits.MaxCallsInFlight = 1;
        Enqueue("a", [.. Enumerable.Range(0, 10).Select(i => $"{i}")]);
        Enqueue("b", "3");
        Assert.Empty(_workers.OnHold);

        _limits.OrdersPerCall = 5;

        Assert.Equal(["a"], _workers.OnHold);
        Assert.Empty(Parked);
    }

    [Fact]
    public async Task When_an_account_is_active_again_its_orders_are_wanted()
    {
        await SuspendAsync("a", TimeSpan.FromMinutes(1));
        Enqueue("a", "1");
        var wanted = _ordersWanted.WaitAsync(null, _time, CancellationToken.None);
        Assert.False(wanted.IsCompleted);

        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromMinutes(1));
                return wanted.IsCompleted;
            },
            "orders are wanted");

        Assert.Empty(_workers.OnHold);
    }

    [Fact]
    public async Task One_log_line_says_what_is_suspended_why_since_when_and_what_happens_next()
    {
        _answer = call => VendorAnswer.WholeCall(
            new(CallFaultKind.Account, "40003", "签名错误 of Li Lei") { IsVendorText = true }, call.Orders.Count);
        SendAlone("a", "1");
        await StateAsync("a", "Suspended");

        var line = Assert.Single(_log.Lines);
        Assert.StartsWith(
            "Error Account a of polyv is suspended since 2026-11-11T12:00:00.0000000+00:00: The vendor does not accept "
                + "the account (code 40003). Its orders wait; correct the settings",
            line,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_line_alarms_and_those_that_follow_inform()
    {
        _answer = Fail(CallFaultKind.Account);
        SendAlone("a", "1");
        await StateAsync("a", "Suspended");
        for (var i = 0; i < 2; i++)
            await ProbeAsync("a", TimeSpan.FromSeconds(5));

        _answer = ScriptedAdapter.AllSucceeded;
        await ProbeAsync("a", TimeSpan.FromSeconds(5));

        Assert.Equal(
            ["Error", "Information", "Information", "Information"],
            _log.Lines.Select(line => line.Split(' ')[0]));
        Assert.Equal("Information Account a of polyv is active again after 00:00:15", _log.Lines[^1]);
    }

    [Fact]
    public async Task Operators_see_the_state_of_an_account()
    {
        await SuspendAsync("a", TimeSpan.FromMinutes(1));
        Enqueue("a", "1", "2");

        var state = Assert.Single(_workers.States);

        Assert.Equal(
            ("polyv", "a", "Suspended", "no", 1),
            (state.Vendor, state.Account, state.State, state.Reason, state.Waiting));
        Assert.Equal((Orders.Noon, Orders.Noon.AddMinutes(1)), (state.Since, state.Until));
    }

    [Fact]
    public async Task An_account_that_is_no_longer_configured_does_not_count()
    {
        await SuspendAsync("a", TimeSpan.FromMinutes(1));
        await SuspendAsync("b", TimeSpan.FromMinutes(1));
        Enqueue("b", "1");

        _limits = new() { Accounts = ["c"] };

        Assert.Empty(_workers.Statuses);
        Assert.Equal("b", Assert.Single(_workers.States).Account);
        _workers.GiveBack("The worker stopped.");
        await ParkedAsync("1");
        Assert.Empty(_workers.States);
    }

    public async ValueTask DisposeAsync()
    {
        await _workers.DisposeAsync();
        await _ended.CancelAsync();
        _ended.Dispose();
        _metrics.Dispose();
    }

    private static Func<VendorCall<OrderMarkedDelivering>, VendorAnswer> Fail(
        CallFaultKind kind, TimeSpan? retryAfter = null) =>
        call => ScriptedAdapter.Failed(call, kind, retryAfter);

    private Task HoldAsync(string? account)
    {
        _ledger.Holds = [new("polyv", account, Orders.Noon, "night-shift", "a wrong price")];
        return _holds.RefreshAsync(CancellationToken.None);
    }

    private async Task SuspendAsync(string account, TimeSpan pause)
    {
        _answer = Fail(CallFaultKind.RateLimited, pause);
        SendAlone(account, "probe");
        await StateAsync(account, "Suspended");
    }

    /// <summary>Lets a probe leave after the pause, and waits for its answer.</summary>
    private async Task ProbeAsync(string account, TimeSpan pause)
    {
        var answered = _log.Lines.Count + 1;
        _time.Advance(pause);
        SendAlone(account, "probe");
        await Eventually.TrueAsync(() => _log.Lines.Count == answered, "the probe is answered");
    }

    private Task StateAsync(string account, string state) => Eventually.TrueAsync(
        () => _workers.States.Any(
            s => s.Account == account && s.State == state && s.CallsInFlight == 0),
        $"{account} is {state}");

    private Task ParkedAsync(params string[] expected) => Eventually.TrueAsync(
        () => Parked.SequenceEqual(expected), $"{string.Join(", ", expected)} are parked");

    /// <summary>Orders that linger for an hour.</summary>
    private void Enqueue(string account, params string[] orderNos) =>
        Enqueue(account, [.. orderNos.Select(no =>
            Orders.InFlight(Orders.Entry(no) with { Account = account }, Orders.Noon.AddHours(1)))]);

    /// <summary>An order whose call leaves at once.</summary>
    private void SendAlone(string account, string orderNo) => Enqueue(
        account, [Orders.InFlight(Orders.Entry(orderNo) with { Account = account, Alone = true })]);

    private void Enqueue(string account, IReadOnlyList<InFlightOrder<OrderMarkedDelivering>> orders)
    {
        foreach (var order in orders)
            _orderNos[order.Entry.EventId] = order.Entry.OrderNo;
        _workers.Enqueue(account, orders);
    }
}
