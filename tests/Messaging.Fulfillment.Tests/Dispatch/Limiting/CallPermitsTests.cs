using Messaging.Fulfillment.Dispatch.Limiting;
using Messaging.Fulfillment.Retries;

namespace Messaging.Fulfillment.Tests.Dispatch.Limiting;

public class CallPermitsTests
{
    [Fact]
    public void As_many_calls_are_in_flight_as_allowed()
    {
        var permits = Permits(maxCallsInFlight: 2);

        Assert.True(permits.TryTake(BreakerState.Closed));
        Assert.True(permits.TryTake(BreakerState.Closed));
        Assert.False(permits.TryTake(BreakerState.Closed));

        permits.Release(isProbe: false);
        Assert.Equal(1, permits.InFlight);
        Assert.True(permits.TryTake(BreakerState.Closed));
    }

    [Fact]
    public void An_open_breaker_gives_no_permit()
    {
        var permits = Permits(maxCallsInFlight: 2);

        Assert.False(permits.TryTake(BreakerState.Open));
        Assert.Equal(0, permits.InFlight);
    }

    [Fact]
    public void A_half_open_breaker_gives_one_permit_at_a_time()
    {
        var permits = Permits(maxCallsInFlight: 2);

        Assert.True(permits.TryTake(BreakerState.HalfOpen));
        Assert.False(permits.TryTake(BreakerState.HalfOpen));

        permits.Release(isProbe: true);
        Assert.True(permits.TryTake(BreakerState.HalfOpen));
    }

    [Fact]
    public void A_probe_does_not_wait_for_the_calls_that_left_before_the_breaker_opened()
    {
        var permits = Permits(maxCallsInFlight: 1);
        permits.TryTake(BreakerState.Closed);

        Assert.True(permits.TryTake(BreakerState.HalfOpen));

        permits.Release(isProbe: false);
        Assert.False(permits.TryTake(BreakerState.HalfOpen));
    }

    [Theory]
    [InlineData(CallFaultKind.RateLimited, 2)]
    [InlineData(CallFaultKind.Account, 4)]
    public void Only_an_overload_lowers_the_limit(CallFaultKind kind, int expected)
    {
        var permits = Permits(maxCallsInFlight: 4);

        permits.Learn(new(kind, "x", "no", RetryAfter: null), Orders.Noon, Orders.Noon, orders: 1);

        Assert.Equal(expected, permits.Limit);
    }

    [Theory]
    [InlineData(500, 3)]
    [InlineData(499, 4)]
    public void Slow_answers_count_as_overload_where_the_call_was_at_least_half_full(int orders, int expected)
    {
        var permits = Permits(maxCallsInFlight: 4);
        permits.Learn(null, Orders.Noon, Orders.Noon.AddSeconds(1), orders: 1000);

        permits.Learn(null, Orders.Noon.AddSeconds(1), Orders.Noon.AddSeconds(11), orders);

        Assert.Equal(expected, permits.Limit);
    }

    private static CallPermits Permits(int maxCallsInFlight) =>
        new(() => new TestLimits { MaxCallsInFlight = maxCallsInFlight, OrdersPerCall = 1000 });
}
