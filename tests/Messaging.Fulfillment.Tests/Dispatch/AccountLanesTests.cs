using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch;
using Messaging.Fulfillment.Dispatch.Governing;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;
using Messaging.Testing;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Tests.Dispatch;

public class AccountLanesTests : ILogger
{
    private readonly ManualTimeProvider _time = new(Orders.Noon);
    private TestLimits _limits = new() { Accounts = ["a", "b"], OrdersPerCall = 10 };
    private readonly Dictionary<string, CallGovernor> _governors = new(StringComparer.Ordinal);
    private readonly List<string> _parked = [];
    private readonly List<string> _log = [];
    private readonly AccountLanes<OrderMarkedDelivering> _lanes;
    private int _enough = 100;

    public AccountLanesTests() => _lanes = new(
        "polyv",
        new VendorSettings<OrderMarkedDelivering>(() => _limits),
        (account, governor) =>
        {
            _governors[account] = governor;
            return new(() => _limits, governor, () => false, () => _enough, () => { }, _time, _ => Task.CompletedTask);
        },
        (orders, _) => _parked.AddRange(orders.Select(order => order.Entry.OrderNo)),
        _time,
        this);

    [Fact]
    public void Orders_of_an_account_that_is_closed_go_back_but_for_one_to_probe_with()
    {
        _lanes.Enqueue("a", Some("1", "2", "3"));
        Close("a", TimeSpan.FromMinutes(1));
        Assert.Equal(["2", "3"], _parked);

        _lanes.Enqueue("a", Some("4"));
        Assert.Equal(["2", "3", "4"], _parked);
        Assert.Equal(["a"], _lanes.OnHold);
    }

    [Fact]
    public void Orders_stay_where_they_are_for_a_short_pause()
    {
        _lanes.Enqueue("a", Some("1", "2", "3"));
        Close("a", TimeSpan.FromSeconds(1));

        Assert.Empty(_parked);
        Assert.Empty(_lanes.OnHold);
    }

    [Fact]
    public void Other_accounts_are_not_concerned()
    {
        _lanes.Enqueue("a", Some("1", "2"));
        _lanes.Enqueue("b", Some("3", "4"));
        Close("a", TimeSpan.FromMinutes(1));

        Assert.Equal(["2"], _parked);
        Assert.Equal(["a"], _lanes.OnHold);
    }

    [Fact]
    public void An_account_without_an_order_to_probe_with_is_not_on_hold_when_it_is_time_to_probe()
    {
        _lanes.Enqueue("a", []);
        for (var i = 0; i < 3; i++)
        {
            _governors["a"].Answered(new(CallFaultKind.Account, "x", "no"), _time.GetUtcNow(), 1);
            _time.Advance(TimeSpan.FromSeconds(i < 2 ? 5 : 0));
        }

        Assert.Equal(["a"], _lanes.OnHold);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Empty(_lanes.OnHold);

        _lanes.Enqueue("a", Some("1"));
        Assert.Equal(["a"], _lanes.OnHold);
    }

    [Fact]
    public void An_account_with_enough_orders_here_is_on_hold()
    {
        _enough = 2;
        _lanes.Enqueue("a", Some("1", "2"));
        _lanes.Enqueue("b", Some("3"));

        Assert.Equal(["a"], _lanes.OnHold);
        Assert.Empty(_parked);
    }

    [Fact]
    public async Task When_an_account_opens_its_orders_are_wanted_again()
    {
        _lanes.Enqueue("a", Some("1"));
        Close("a", TimeSpan.FromMinutes(1));
        var wanted = _lanes.MoreRoom.WaitAsync(null, _time, CancellationToken.None);
        Assert.False(wanted.IsCompleted);
        _time.Advance(TimeSpan.FromMinutes(1));

        _ = _governors["a"].EnterAsync(CancellationToken.None);

        await wanted.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Empty(_lanes.OnHold);
    }

    [Fact]
    public void One_line_tells_what_is_closed_why_since_when_and_what_happens_next()
    {
        _lanes.Enqueue("a", []);
        _governors["a"].Answered(new(CallFaultKind.Account, "40003", "签名错误"), _time.GetUtcNow(), 1);

        var line = Assert.Single(_log);
        Assert.StartsWith("Error Account a of polyv is closed since 2026-11-11T12:00:00.0000000+00:00: 40003: 签名错误. Its orders wait; correct the settings", line, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_line_alarms_and_those_that_follow_inform()
    {
        _lanes.Enqueue("a", []);
        for (var i = 0; i < 3; i++)
        {
            _governors["a"].Answered(new(CallFaultKind.Account, "x", "no"), _time.GetUtcNow(), 1);
            _time.Advance(TimeSpan.FromSeconds(5));
        }

        _governors["a"].Answered(null, _time.GetUtcNow(), 1);

        Assert.Equal(["Error", "Information", "Information", "Error"], _log.Select(line => line.Split(' ')[0]));
        Assert.Equal("Error Account a of polyv is open again after 00:00:15", _log[^1]);
    }

    [Fact]
    public void Operators_see_how_an_account_stands()
    {
        _lanes.Enqueue("a", Some("1", "2"));
        Close("a", TimeSpan.FromMinutes(1));

        var state = Assert.Single(_lanes.Describe());

        Assert.Equal(("polyv", "a", "Closed", "x: no", 1), (state.Vendor, state.Account, state.State, state.Reason, state.Waiting));
        Assert.Equal((Orders.Noon, Orders.Noon.AddMinutes(1)), (state.Since, state.Until));
    }

    [Fact]
    public void An_account_that_is_no_longer_configured_does_not_count()
    {
        _lanes.Enqueue("a", []);
        _lanes.Enqueue("b", Some("1"));
        Close("a", TimeSpan.FromMinutes(1));
        Close("b", TimeSpan.FromMinutes(1));

        _limits = new() { Accounts = ["c"] };

        Assert.Empty(_lanes.Statuses);
        Assert.Equal("b", Assert.Single(_lanes.Describe()).Account);
        Assert.Equal("1", Assert.Single(_lanes.TakeAll()).Entry.OrderNo);
        Assert.Empty(_lanes.Describe());
    }

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _log.Add($"{logLevel} {formatter(state, exception)}");

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    private void Close(string account, TimeSpan pause) =>
        _governors[account].Answered(new(CallFaultKind.RateLimited, "x", "no", pause), _time.GetUtcNow(), 1);

    private static List<InFlightOrder<OrderMarkedDelivering>> Some(params string[] orderNos) =>
        [.. orderNos.Select(no => Orders.InFlight(no, Orders.Noon.AddHours(1)))];
}
