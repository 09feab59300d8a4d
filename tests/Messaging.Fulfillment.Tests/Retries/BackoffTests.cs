using Messaging.Fulfillment.Retries;

namespace Messaging.Fulfillment.Tests.Retries;

public class BackoffTests
{
    private static readonly Backoff OneMinute = new(TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(1));

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(1, 1, 2)]
    [InlineData(2, 1, 4)]
    [InlineData(5, 1, 32)]
    [InlineData(6, 1, 60)]
    [InlineData(int.MaxValue, 1, 60)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 0.5, 1.5)]
    [InlineData(100, 0, 30)]
    public void It_doubles_up_to_the_longest_and_half_of_it_is_random(int failures, double jitter, double seconds) =>
        Assert.Equal(seconds, OneMinute.GetDelay(failures, jitter).TotalSeconds, precision: 6);

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 4)]
    public void The_share_that_is_random_can_be_chosen(double jitter, double seconds) =>
        Assert.Equal(seconds, (OneMinute with { Fixed = 0.75 }).GetDelay(2, jitter).TotalSeconds, precision: 6);

    [Fact]
    public void A_delay_that_no_time_span_holds_is_the_longest() =>
        Assert.Equal(
            TimeSpan.MaxValue, new Backoff(TimeSpan.FromDays(10_000), TimeSpan.MaxValue, Fixed: 1).GetDelay(31, 0));
}
