using Messaging.Fulfillment.Dispatch.Limiting;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;
using Messaging.Testing;

namespace Messaging.Fulfillment.Tests.Dispatch.Limiting;

public class AccountBreakerTests
{
    private readonly ManualTimeProvider _time = new(Orders.Noon);
    private readonly TestLimits _limits = new() { FailuresToClose = 3, MaxProbeInterval = TimeSpan.FromSeconds(10) };
    private readonly AccountBreaker _breaker;
    private int _orders;

    public AccountBreakerTests() => _breaker = new(() => _limits, _time, jitter: () => 1);

    [Theory]
    [InlineData(CallFaultKind.NotSent)]
    [InlineData(CallFaultKind.Unavailable)]
    [InlineData(CallFaultKind.Unknown)]
    [InlineData(CallFaultKind.RateLimited)]
    public void It_opens_after_so_many_failures_in_a_row(CallFaultKind kind)
    {
        Assert.False(Answer(kind));
        Assert.False(Answer(kind));
        Assert.Equal(BreakerState.Closed, _breaker.State);

        Assert.True(Answer(kind));

        Assert.Equal(BreakerState.Open, _breaker.State);
        Assert.Equal(
            (SuspensionCause.Outage, Orders.Noon, TimeSpan.FromSeconds(1)),
            (_breaker.Suspension!.Cause, _breaker.Suspension.Since, _breaker.TimeLeft));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(CallFaultKind.Refused)]
    public void A_call_that_the_vendor_answered_ends_the_row_of_failures(CallFaultKind? judged)
    {
        Answer(CallFaultKind.Unknown);
        Answer(CallFaultKind.Unknown);
        Answer(judged);
        Answer(CallFaultKind.Unknown);
        Answer(CallFaultKind.Unknown);

        Assert.Equal(BreakerState.Closed, _breaker.State);
    }

    [Fact]
    public void A_fault_of_the_account_opens_it_at_once()
    {
        Assert.True(Answer(CallFaultKind.Account));

        Assert.Equal(SuspensionCause.Account, _breaker.Suspension!.Cause);
        Assert.Equal("no", _breaker.Suspension.Reason);
    }

    [Fact]
    public void The_pauses_between_probes_double_up_to_the_longest()
    {
        var pauses = new List<double>();
        Answer(CallFaultKind.Account);
        for (var i = 0; i < 6; i++)
        {
            pauses.Add(_breaker.TimeLeft.TotalSeconds);
            _time.Advance(_breaker.TimeLeft);
            Assert.Equal(BreakerState.HalfOpen, _breaker.State);
            Answer(CallFaultKind.Account);
        }

        Assert.Equal([1, 2, 4, 8, 10, 10], pauses);
        Assert.Equal((Orders.Noon, 6), (_breaker.Suspension!.Since, _breaker.Suspension.Probes));
    }

    [Fact]
    public void A_probe_that_succeeds_closes_it_and_the_next_pause_is_short_again()
    {
        Answer(CallFaultKind.Account);
        _time.Advance(_breaker.TimeLeft);
        Answer(CallFaultKind.Account);
        _time.Advance(_breaker.TimeLeft);

        Assert.True(Answer(null));
        Assert.Equal(BreakerState.Closed, _breaker.State);

        Answer(CallFaultKind.Account);
        Assert.Equal(TimeSpan.FromSeconds(1), _breaker.TimeLeft);
    }

    [Fact]
    public void A_call_that_left_before_it_opened_does_not_close_it()
    {
        var began = _time.GetUtcNow();
        Answer(CallFaultKind.Account);
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.False(_breaker.Record(null, began, ["B"]));

        Assert.Equal(BreakerState.HalfOpen, _breaker.State);
    }

    [Fact]
    public void Failures_of_calls_that_left_before_it_opened_do_not_prolong_it()
    {
        var began = _time.GetUtcNow();
        Answer(CallFaultKind.Account);
        _time.Advance(TimeSpan.FromMilliseconds(900));

        Assert.False(_breaker.Record(Fault(CallFaultKind.Account), began, ["B"]));
        Assert.False(_breaker.Record(Fault(CallFaultKind.Unknown), began, ["B"]));

        Assert.Equal(TimeSpan.FromMilliseconds(100), _breaker.TimeLeft);
    }

    [Theory]
    [InlineData(CallFaultKind.RateLimited)]
    [InlineData(CallFaultKind.Unavailable)]
    public void The_time_that_the_vendor_names_is_kept_to_the_second(CallFaultKind kind)
    {
        Answer(kind, TimeSpan.FromSeconds(37));

        _time.Advance(TimeSpan.FromMilliseconds(36_999));
        Assert.Equal(BreakerState.Open, _breaker.State);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(BreakerState.HalfOpen, _breaker.State);
    }

    [Fact]
    public void Of_two_times_that_the_vendor_names_the_later_counts()
    {
        var began = _time.GetUtcNow();
        Answer(CallFaultKind.RateLimited, TimeSpan.FromSeconds(10));

        Assert.False(_breaker.Record(Fault(CallFaultKind.RateLimited, TimeSpan.FromSeconds(5)), began, ["B"]));
        Assert.True(_breaker.Record(Fault(CallFaultKind.RateLimited, TimeSpan.FromSeconds(20)), began, ["B"]));

        Assert.Equal(TimeSpan.FromSeconds(20), _breaker.TimeLeft);
    }

    [Fact]
    public void A_graver_cause_replaces_the_other_and_shortens_nothing()
    {
        var began = _time.GetUtcNow();
        Answer(CallFaultKind.RateLimited, TimeSpan.FromSeconds(10));

        Assert.True(_breaker.Record(Fault(CallFaultKind.Account), began, ["B"]));

        Assert.Equal(
            (SuspensionCause.Account, TimeSpan.FromSeconds(10)), (_breaker.Suspension!.Cause, _breaker.TimeLeft));
    }

    [Fact]
    public void One_that_was_open_for_a_time_only_closes_without_a_probe()
    {
        Answer(CallFaultKind.RateLimited, TimeSpan.FromSeconds(10));
        Assert.False(_breaker.CloseIfTimeIsOver());
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.True(_breaker.CloseIfTimeIsOver());
        Assert.Equal(BreakerState.Closed, _breaker.State);
    }

    [Fact]
    public void After_an_outage_time_alone_does_not_close_it()
    {
        Answer(CallFaultKind.Unavailable, TimeSpan.FromSeconds(10));
        _time.Advance(TimeSpan.FromHours(1));

        Assert.False(_breaker.CloseIfTimeIsOver());
    }

    [Fact]
    public void Changed_settings_are_tried_at_once()
    {
        Answer(CallFaultKind.Account);

        Assert.True(_breaker.ProbeNow());

        Assert.Equal(BreakerState.HalfOpen, _breaker.State);
    }

    [Fact]
    public void Changed_settings_do_not_break_a_promise_to_wait()
    {
        Answer(CallFaultKind.RateLimited, TimeSpan.FromSeconds(10));

        Assert.False(_breaker.ProbeNow());

        Assert.Equal(BreakerState.Open, _breaker.State);
    }

    [Fact]
    public void Accounts_do_not_probe_at_the_same_moment()
    {
        var draws = new Queue<double>([0, 0.5]);
        var pauses = new List<TimeSpan>();
        for (var i = 0; i < 2; i++)
        {
            var gate = new AccountBreaker(() => _limits, _time, draws.Dequeue);
            gate.Record(Fault(CallFaultKind.Account), _time.GetUtcNow(), ["A"]);
            pauses.Add(gate.TimeLeft);
        }

        Assert.Equal([TimeSpan.FromMilliseconds(750), TimeSpan.FromMilliseconds(875)], pauses);
    }

    [Fact]
    public void One_orders_calls_open_it_as_little_as_they_like()
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.False(_breaker.Record(Fault(CallFaultKind.Unknown), _time.GetUtcNow(), ["A"]));
            Assert.False(_breaker.Record(Fault(CallFaultKind.AccountSuspected), _time.GetUtcNow(), ["A"]));
        }

        Assert.Equal(BreakerState.Closed, _breaker.State);
    }

    [Fact]
    public void Words_that_sound_like_the_account_open_it_when_several_orders_were_told_them()
    {
        Assert.False(Answer(CallFaultKind.AccountSuspected));
        Assert.False(Answer(CallFaultKind.AccountSuspected));
        Assert.True(Answer(CallFaultKind.AccountSuspected));

        Assert.Equal(SuspensionCause.Account, _breaker.Suspension!.Cause);
    }

    [Fact]
    public void Refusals_that_nobody_can_explain_open_it_and_say_what_to_do()
    {
        Answer(CallFaultKind.Unexplained);
        Answer(CallFaultKind.Unexplained);
        Assert.True(Answer(CallFaultKind.Unexplained));

        Assert.Equal(SuspensionCause.Unexplained, _breaker.Suspension!.Cause);
        Assert.Contains(
            "add a rule to the Classification of em",
            _breaker.Suspension.DescribeNext("em", "main"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_orders_may_have_brought_about_keeps_a_good_one_waiting_for_two_seconds_at_the_most()
    {
        for (var i = 0; i < 3; i++)
            Answer(CallFaultKind.Unexplained);
        for (var i = 0; i < 10; i++)
        {
            Assert.InRange(_breaker.TimeLeft, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(2));
            _time.Advance(_breaker.TimeLeft);
            Assert.True(Answer(CallFaultKind.Unexplained));
        }
    }

    [Fact]
    public void A_refusal_that_names_its_order_shows_that_the_account_works()
    {
        Answer(CallFaultKind.Unexplained);
        Answer(CallFaultKind.Unexplained);
        _breaker.Record(Fault(CallFaultKind.Unexplained) with { NamesOrder = true }, _time.GetUtcNow(), ["A"]);
        Answer(CallFaultKind.Unexplained);

        Assert.Equal((BreakerState.Closed, Orders.Noon), (_breaker.State, _breaker.LastSuccess));
    }

    [Theory]
    [InlineData("40003", "The vendor does not accept the account (code 40003)")]
    [InlineData("isv.business-failed:30001", "The vendor does not accept the account (code isv.business-failed:30001)")]
    [InlineData("13800138000", "The vendor does not accept the account")]
    [InlineData("李雷", "The vendor does not accept the account")]
    [InlineData(null, "The vendor does not accept the account")]
    public void The_reason_is_class_and_code_and_never_what_the_vendor_wrote(string? code, string reason)
    {
        _breaker.Record(
            new(CallFaultKind.Account, code, "签名错误 李雷 13800138000") { IsVendorText = true }, Orders.Noon, ["A"]);

        Assert.Equal(reason, _breaker.Suspension!.Reason);
    }

    private bool Answer(CallFaultKind? kind, TimeSpan? retryAfter = null) =>
        _breaker.Record(kind is { } failed ? Fault(failed, retryAfter) : null, _time.GetUtcNow(), [$"{_orders++}"]);

    private static CallFault Fault(CallFaultKind kind, TimeSpan? retryAfter = null) => new(kind, "x", "no", retryAfter);
}
