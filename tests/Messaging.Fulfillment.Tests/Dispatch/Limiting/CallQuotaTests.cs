using Messaging.Fulfillment.Dispatch.Limiting;
using Messaging.Testing;

namespace Messaging.Fulfillment.Tests.Dispatch.Limiting;

public class CallQuotaTests
{
    private readonly ManualTimeProvider _time = new(Orders.Noon);

    [Fact]
    public void Calls_leave_evenly_by_default()
    {
        var quota = Quota(new TestLimits { CallsPerSecond = 10 });

        var calls = Ask(quota, calls: 4);

        Assert.Equal(1, CountLeft(calls));
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(2, CountLeft(calls));
        _time.Advance(TimeSpan.FromMilliseconds(199));
        Assert.Equal(3, CountLeft(calls));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(4, CountLeft(calls));
    }

    [Fact]
    public void Calls_leave_in_the_order_of_asking()
    {
        var calls = Ask(Quota(new TestLimits { CallsPerSecond = 10 }), calls: 4);

        _time.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Equal([true, true, false, false], calls.Select(call => call.IsCompleted));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 5)]
    public void After_a_quiet_time_a_burst_may_leave_at_once_and_no_more(int burst, int expected)
    {
        var quota = Quota(new TestLimits { CallsPerSecond = 10, Burst = burst });
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(expected, CountLeft(Ask(quota, calls: 20)));
    }

    [Fact]
    public void The_rate_over_a_long_time_is_exactly_the_quota()
    {
        var calls = Ask(Quota(new TestLimits { CallsPerSecond = 3, Burst = 2 }), calls: 31);

        _time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromMilliseconds(10));

        // Two at once, then one every third of a second.
        Assert.Equal(2 + 29, CountLeft(calls));
    }

    [Fact]
    public void A_clock_that_is_set_back_holds_no_call_up()
    {
        var clock = new AdjustableClock(_time);
        var quota = new CallQuota(() => new TestLimits { CallsPerSecond = 10 }, clock);
        Assert.True(quota.WaitAsync(CancellationToken.None).IsCompleted);

        clock.Offset = TimeSpan.FromHours(-1);
        var call = quota.WaitAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromMilliseconds(100));

        Assert.True(call.IsCompleted);
    }

    [Fact]
    public void A_changed_quota_counts_from_the_next_call_on()
    {
        var limits = new TestLimits { CallsPerSecond = 1 };
        var quota = new CallQuota(() => limits, _time);
        _ = quota.WaitAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(1));
        limits = new TestLimits { CallsPerSecond = 100 };

        var calls = Ask(quota, calls: 100);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(100, CountLeft(calls));
    }

    [Fact]
    public void A_call_that_was_cancelled_before_it_asked_uses_up_nothing()
    {
        var quota = Quota(new TestLimits { CallsPerSecond = 1 });

        var cancelled = quota.WaitAsync(new CancellationToken(canceled: true));

        Assert.True(cancelled.IsCanceled);
        Assert.True(quota.WaitAsync(CancellationToken.None).IsCompletedSuccessfully);
    }

    private CallQuota Quota(TestLimits limits) => new(() => limits, _time);

    private static Task[] Ask(CallQuota quota, int calls) =>
        [.. Enumerable.Range(0, calls).Select(_ => quota.WaitAsync(CancellationToken.None))];

    private static int CountLeft(Task[] calls) => calls.Count(call => call.IsCompletedSuccessfully);
}
