using Messaging.Fulfillment.Dispatch.Governing;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;
using Messaging.Testing;

namespace Messaging.Fulfillment.Tests.Dispatch.Governing;

public class CallGovernorTests
{
    private readonly ManualTimeProvider _time = new(Orders.Noon);
    private readonly List<GateChange> _changes = [];

    [Fact]
    public void Calls_leave_evenly_by_default()
    {
        var governor = Governor(new TestLimits { CallsPerSecond = 10 });

        var turns = Enumerable.Range(0, 4).Select(_ => governor.TryTakeTurnAsync(CancellationToken.None)).ToArray();

        Assert.Equal([true, false, false, false], turns.Select(turn => turn.IsCompleted));
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal([true, true, false, false], turns.Select(turn => turn.IsCompleted));
        _time.Advance(TimeSpan.FromMilliseconds(199));
        Assert.Equal([true, true, true, false], turns.Select(turn => turn.IsCompleted));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.All(turns, turn => Assert.True(turn.IsCompleted));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 5)]
    public void After_a_quiet_time_a_burst_may_leave_at_once_and_no_more(int burst, int expected)
    {
        var governor = Governor(new TestLimits { CallsPerSecond = 10, Burst = burst });
        _time.Advance(TimeSpan.FromMinutes(1));

        var turns = Enumerable.Range(0, 20).Select(_ => governor.TryTakeTurnAsync(CancellationToken.None)).ToArray();

        Assert.Equal(expected, turns.Count(turn => turn.IsCompleted));
    }

    [Fact]
    public void A_day_at_the_quota_is_exactly_the_quota()
    {
        var governor = Governor(new TestLimits { CallsPerSecond = 3, Burst = 2 });
        var turns = Enumerable.Range(0, 31).Select(_ => governor.TryTakeTurnAsync(CancellationToken.None)).ToArray();

        _time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromMilliseconds(10));

        // Two at once, then one every third of a second.
        Assert.Equal(2 + 29, turns.Count(turn => turn.IsCompleted));
    }

    [Fact]
    public void A_clock_that_is_set_back_holds_no_call_up()
    {
        var clock = new AdjustedClock(_time);
        var governor = new CallGovernor(() => new TestLimits { CallsPerSecond = 10 }, clock, () => 1, _changes.Add);
        Assert.True(governor.TryTakeTurnAsync(CancellationToken.None).IsCompleted);

        clock.By = TimeSpan.FromHours(-1);
        var turn = governor.TryTakeTurnAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromMilliseconds(100));

        Assert.True(turn.IsCompleted);
    }

    [Fact]
    public async Task No_more_calls_are_on_the_wire_than_allowed()
    {
        var governor = Governor(new TestLimits { CallsPerSecond = 1000, Burst = 1000, MaxCallsInFlight = 2 });
        await governor.EnterAsync(CancellationToken.None);
        await governor.EnterAsync(CancellationToken.None);

        var third = governor.EnterAsync(CancellationToken.None);

        Assert.False(third.IsCompleted);
        governor.Leave(probe: false);
        await third.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_cancelled_wait_gives_its_place_back()
    {
        var governor = Governor(new TestLimits { CallsPerSecond = 1, MaxCallsInFlight = 1 });
        await governor.EnterAsync(CancellationToken.None);
        governor.Leave(probe: false);
        using var cancelled = new CancellationTokenSource();
        var waiting = governor.EnterAsync(cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        var next = governor.EnterAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(5));

        await next.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task A_vendor_that_asks_to_be_left_alone_is_left_alone_to_the_second(int burst)
    {
        var governor = Governor(new TestLimits { CallsPerSecond = 10, Burst = burst });
        governor.Answered(Fault(CallFaultKind.RateLimited, TimeSpan.FromSeconds(30)), _time.GetUtcNow(), 1);

        var call = governor.EnterAsync(CancellationToken.None);

        _time.Advance(TimeSpan.FromMilliseconds(29_999));
        Assert.False(call.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(await call.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal([false, true], _changes.Select(change => change.Now is null));
    }

    [Fact]
    public async Task A_closed_account_refuses_repeats()
    {
        var governor = Governor(new TestLimits());
        Assert.True(await governor.TryTakeTurnAsync(CancellationToken.None));

        governor.Answered(Fault(CallFaultKind.Account), _time.GetUtcNow(), 1);

        Assert.False(await governor.TryTakeTurnAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_repeat_whose_account_closes_while_it_waits_for_its_turn_does_not_leave()
    {
        var governor = Governor(new TestLimits { CallsPerSecond = 1 });
        await governor.TryTakeTurnAsync(CancellationToken.None);
        var repeat = governor.TryTakeTurnAsync(CancellationToken.None);

        governor.Answered(Fault(CallFaultKind.Account), _time.GetUtcNow(), 1);
        _time.Advance(TimeSpan.FromMilliseconds(1000 - 1));
        Assert.False(repeat.IsCompleted);
        governor.Answered(Fault(CallFaultKind.RateLimited, TimeSpan.FromSeconds(9)), _time.GetUtcNow(), 1);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.False(await repeat.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task One_probe_at_a_time_goes_to_a_closed_account_and_decides()
    {
        var governor = Governor(new TestLimits { CallsPerSecond = 1000 });
        governor.Answered(Fault(CallFaultKind.Account), _time.GetUtcNow(), 1);
        var probe = governor.EnterAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await probe.WaitAsync(TimeSpan.FromSeconds(10)));
        var next = governor.EnterAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.False(next.IsCompleted);

        governor.Answered(null, _time.GetUtcNow(), 1);
        await Task.Yield();
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.False(await next.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Null(governor.Status.Closure);
    }

    [Fact]
    public async Task A_probe_that_waits_for_its_turn_obeys_a_vendor_that_asks_for_more_time()
    {
        var governor = Governor(new TestLimits { CallsPerSecond = 0.1 });
        var began = _time.GetUtcNow();
        await governor.TryTakeTurnAsync(CancellationToken.None);
        governor.Answered(Fault(CallFaultKind.Account), began, 1);
        var probe = governor.EnterAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(5));

        governor.Answered(Fault(CallFaultKind.RateLimited, TimeSpan.FromSeconds(60)), began, 1);
        _time.Advance(TimeSpan.FromSeconds(59));
        await Task.Yield();

        Assert.False(probe.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await Task.Yield();
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(await probe.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_probe_that_was_not_sent_makes_way_for_another()
    {
        var governor = Governor(new TestLimits { CallsPerSecond = 1000 });
        governor.Answered(Fault(CallFaultKind.Account), _time.GetUtcNow(), 1);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await governor.EnterAsync(CancellationToken.None));

        governor.Leave(probe: true);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(await governor.EnterAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task Changed_settings_are_tried_at_once()
    {
        var governor = Governor(new TestLimits());
        governor.Answered(Fault(CallFaultKind.Account), _time.GetUtcNow(), 1);
        var probe = governor.EnterAsync(CancellationToken.None);
        Assert.False(probe.IsCompleted);

        governor.ProbeNow();

        Assert.True(await probe.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Orders_are_given_back_to_the_ledger_for_a_pause_that_is_worth_it(int seconds, bool expected)
    {
        var governor = Governor(new TestLimits());

        governor.Answered(Fault(CallFaultKind.RateLimited, TimeSpan.FromSeconds(seconds)), _time.GetUtcNow(), 1);

        Assert.Equal(expected, governor.Status.HoldsOrdersBack);
        _time.Advance(TimeSpan.FromSeconds(seconds));
        Assert.False(governor.Status.HoldsOrdersBack);
    }

    [Fact]
    public async Task An_overloaded_vendor_gets_fewer_calls_at_a_time()
    {
        var governor = Governor(new TestLimits { CallsPerSecond = 1000, Burst = 1000, MaxCallsInFlight = 4 });
        governor.Answered(Fault(CallFaultKind.RateLimited), _time.GetUtcNow(), 1);

        await governor.EnterAsync(CancellationToken.None);
        await governor.EnterAsync(CancellationToken.None);

        Assert.False(governor.EnterAsync(CancellationToken.None).IsCompleted);
    }

    [Fact]
    public void A_changed_quota_counts_from_the_next_call_on()
    {
        var limits = new TestLimits { CallsPerSecond = 1 };
        var governor = new CallGovernor(() => limits, _time, () => 1, _changes.Add);
        _ = governor.TryTakeTurnAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(1));
        limits = new TestLimits { CallsPerSecond = 100 };

        var turns = Enumerable.Range(0, 100).Select(_ => governor.TryTakeTurnAsync(CancellationToken.None)).ToArray();
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.All(turns, turn => Assert.True(turn.IsCompleted));
    }

    private CallGovernor Governor(TestLimits limits) => new(() => limits, _time, () => 1, _changes.Add);

    private static CallFault Fault(CallFaultKind kind, TimeSpan? retryAfter = null) => new(kind, "x", "no", retryAfter);

    /// <summary>A machine whose wall clock is set while its timers run on.</summary>
    private sealed class AdjustedClock(TimeProvider inner) : TimeProvider
    {
        public TimeSpan By { get; set; }

        public override long TimestampFrequency => inner.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + By;

        public override long GetTimestamp() => inner.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            inner.CreateTimer(callback, state, dueTime, period);
    }
}
