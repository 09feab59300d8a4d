using Messaging.Fulfillment.Dispatch;
using Messaging.Fulfillment.Dispatch.Limiting;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;
using Messaging.Testing;

namespace Messaging.Fulfillment.Tests.Dispatch.Limiting;

public class AccountLimiterTests
{
    private readonly ManualTimeProvider _time = new(Orders.Noon);
    private readonly LogLines _log = new();
    private Hold? _hold;

    [Fact]
    public async Task No_more_calls_are_in_flight_than_allowed()
    {
        var limiter = Limiter(new TestLimits { CallsPerSecond = 1000, Burst = 1000, MaxCallsInFlight = 2 });
        var first = await limiter.AcquireAsync(CancellationToken.None);
        await limiter.AcquireAsync(CancellationToken.None);

        var third = limiter.AcquireAsync(CancellationToken.None);

        Assert.False(third.IsCompleted);
        first.Dispose();
        await third.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_cancelled_wait_gives_its_permit_back()
    {
        var limiter = Limiter(new TestLimits { CallsPerSecond = 1, MaxCallsInFlight = 1 });
        (await limiter.AcquireAsync(CancellationToken.None)).Dispose();
        using var cancelled = new CancellationTokenSource();
        var waiting = limiter.AcquireAsync(cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        var next = limiter.AcquireAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(5));

        await next.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task No_call_leaves_while_an_operator_holds_the_account()
    {
        var limiter = Limiter(new TestLimits { CallsPerSecond = 1000, Burst = 1000 });
        var first = await limiter.AcquireAsync(CancellationToken.None);
        _hold = new("polyv", "main", Orders.Noon, "night-shift", "a wrong price");
        limiter.Reconsider();

        var second = limiter.AcquireAsync(CancellationToken.None);
        first.Dispose();
        _time.Advance(TimeSpan.FromHours(1));
        Assert.False(second.IsCompleted);
        Assert.False(await limiter.TryContinueAsync(CancellationToken.None));

        _hold = null;
        limiter.Reconsider();
        await second.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_held_account_is_not_probed_either()
    {
        var limiter = Limiter(new TestLimits { CallsPerSecond = 1000, Burst = 1000 });
        limiter.Record(Fault(CallFaultKind.RateLimited, TimeSpan.FromSeconds(30)), _time.GetUtcNow(), ["A"]);
        _hold = new("polyv", Account: null, Orders.Noon, "night-shift", "a wrong price");

        var call = limiter.AcquireAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.False(call.IsCompleted);
        Assert.Equal((true, false), (limiter.Status.HoldsOrdersBack, limiter.Status.LacksProbe));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task No_call_leaves_before_the_time_that_the_vendor_named(int burst)
    {
        var limiter = Limiter(new TestLimits { CallsPerSecond = 10, Burst = burst });
        limiter.Record(Fault(CallFaultKind.RateLimited, TimeSpan.FromSeconds(30)), _time.GetUtcNow(), ["A"]);

        var call = limiter.AcquireAsync(CancellationToken.None);

        _time.Advance(TimeSpan.FromMilliseconds(29_999));
        Assert.False(call.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False((await call.WaitAsync(TimeSpan.FromSeconds(10))).IsProbe);
        Assert.Equal([true, false], _log.Lines.Select(line => line.Contains(" suspended ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_suspended_account_refuses_repeats()
    {
        var limiter = Limiter(new TestLimits());
        Assert.True(await limiter.TryContinueAsync(CancellationToken.None));

        limiter.Record(Fault(CallFaultKind.Account), _time.GetUtcNow(), ["A"]);

        Assert.False(await limiter.TryContinueAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_repeat_whose_account_is_suspended_while_it_waits_for_its_quota_does_not_leave()
    {
        var limiter = Limiter(new TestLimits { CallsPerSecond = 1 });
        await limiter.TryContinueAsync(CancellationToken.None);
        var repeat = limiter.TryContinueAsync(CancellationToken.None);

        limiter.Record(Fault(CallFaultKind.Account), _time.GetUtcNow(), ["A"]);
        _time.Advance(TimeSpan.FromMilliseconds(1000 - 1));
        Assert.False(repeat.IsCompleted);
        limiter.Record(Fault(CallFaultKind.RateLimited, TimeSpan.FromSeconds(9)), _time.GetUtcNow(), ["A"]);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.False(await repeat.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task One_probe_at_a_time_goes_to_a_suspended_account_and_decides()
    {
        var limiter = Limiter(new TestLimits { CallsPerSecond = 1000 });
        limiter.Record(Fault(CallFaultKind.Account), _time.GetUtcNow(), ["A"]);
        var probe = limiter.AcquireAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await probe.WaitAsync(TimeSpan.FromSeconds(10))).IsProbe);
        var next = limiter.AcquireAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.False(next.IsCompleted);

        limiter.Record(null, _time.GetUtcNow(), ["A"]);
        await Task.Yield();
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.False((await next.WaitAsync(TimeSpan.FromSeconds(10))).IsProbe);
        Assert.Null(limiter.Status.Suspension);
    }

    [Fact]
    public async Task A_probe_that_waits_for_its_quota_obeys_a_vendor_that_asks_for_more_time()
    {
        var limiter = Limiter(new TestLimits { CallsPerSecond = 0.1 });
        var began = _time.GetUtcNow();
        await limiter.TryContinueAsync(CancellationToken.None);
        limiter.Record(Fault(CallFaultKind.Account), began, ["A"]);
        var probe = limiter.AcquireAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(5));

        limiter.Record(Fault(CallFaultKind.RateLimited, TimeSpan.FromSeconds(60)), began, ["A"]);
        _time.Advance(TimeSpan.FromSeconds(59));
        await Task.Yield();

        Assert.False(probe.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await Task.Yield();
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.True((await probe.WaitAsync(TimeSpan.FromSeconds(10))).IsProbe);
    }

    [Fact]
    public async Task A_probe_that_was_not_sent_makes_way_for_another()
    {
        var limiter = Limiter(new TestLimits { CallsPerSecond = 1000 });
        limiter.Record(Fault(CallFaultKind.Account), _time.GetUtcNow(), ["A"]);
        _time.Advance(TimeSpan.FromSeconds(1));
        var probe = await limiter.AcquireAsync(CancellationToken.None);
        Assert.True(probe.IsProbe);

        probe.Dispose();
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.True((await limiter.AcquireAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10))).IsProbe);
    }

    [Fact]
    public async Task Changed_settings_are_tried_at_once()
    {
        var limiter = Limiter(new TestLimits());
        limiter.Record(Fault(CallFaultKind.Account), _time.GetUtcNow(), ["A"]);
        var probe = limiter.AcquireAsync(CancellationToken.None);
        Assert.False(probe.IsCompleted);

        limiter.ProbeNow();

        Assert.True((await probe.WaitAsync(TimeSpan.FromSeconds(10))).IsProbe);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Orders_are_given_back_to_the_ledger_for_a_pause_of_two_seconds_or_more(int seconds, bool expected)
    {
        var limiter = Limiter(new TestLimits());

        limiter.Record(Fault(CallFaultKind.RateLimited, TimeSpan.FromSeconds(seconds)), _time.GetUtcNow(), ["A"]);

        Assert.Equal(expected, limiter.Status.HoldsOrdersBack);
        _time.Advance(TimeSpan.FromSeconds(seconds));
        Assert.False(limiter.Status.HoldsOrdersBack);
    }

    [Fact]
    public async Task An_overloaded_vendor_gets_fewer_calls_at_a_time()
    {
        var limiter = Limiter(new TestLimits { CallsPerSecond = 1000, Burst = 1000, MaxCallsInFlight = 4 });
        limiter.Record(Fault(CallFaultKind.RateLimited), _time.GetUtcNow(), ["A"]);

        await limiter.AcquireAsync(CancellationToken.None);
        await limiter.AcquireAsync(CancellationToken.None);

        Assert.False(limiter.AcquireAsync(CancellationToken.None).IsCompleted);
    }

    [Fact]
    public async Task A_pause_that_ends_between_two_looks_at_the_clock_is_over()
    {
        for (var left = 0; left < 10; left++)
        {
            var clock = new CreepingClock(_time);
            var limiter = Limiter(() => new TestLimits(), clock);
            limiter.Record(Fault(CallFaultKind.Account), clock.GetUtcNow(), ["A"]);
            _time.Advance(TimeSpan.FromSeconds(1));
            clock.StartAt(TimeSpan.FromMilliseconds(-left));

            var probe = limiter.AcquireAsync(CancellationToken.None);
            _time.Advance(TimeSpan.FromMinutes(1));

            Assert.True((await probe.WaitAsync(TimeSpan.FromSeconds(10))).IsProbe, $"{left} ms left");
        }
    }

    private AccountLimiter Limiter(TestLimits limits) => Limiter(() => limits, _time);

    private AccountLimiter Limiter(Func<VendorLimits> limits, TimeProvider time) =>
        new("polyv", "main", limits, () => _hold, new AsyncAutoResetEvent(), time, () => 1, _log.For<AccountLimiter>());

    private static CallFault Fault(CallFaultKind kind, TimeSpan? retryAfter = null) => new(kind, "x", "no", retryAfter);

    /// <summary>A clock that is a millisecond later at each look.</summary>
    private sealed class CreepingClock(TimeProvider inner) : TimeProvider
    {
        private TimeSpan? _offset;

        public override long TimestampFrequency => inner.TimestampFrequency;

        public void StartAt(TimeSpan offset) => _offset = offset;

        public override DateTimeOffset GetUtcNow()
        {
            var now = inner.GetUtcNow() + (_offset ?? TimeSpan.Zero);
            _offset += TimeSpan.FromMilliseconds(1);
            return now;
        }

        public override long GetTimestamp() => inner.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            inner.CreateTimer(callback, state, dueTime, period);
    }
}
