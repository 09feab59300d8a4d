using Messaging.Fulfillment.Dispatch.Limiting;

namespace Messaging.Fulfillment.Tests.Dispatch.Limiting;

public class AdaptiveConcurrencyTests
{
    private readonly AdaptiveConcurrency _concurrency = new(() => 16);
    private DateTimeOffset _now = Orders.Noon;

    [Fact]
    public void It_starts_with_what_is_configured() => Assert.Equal(16, _concurrency.Limit);

    [Fact]
    public void It_halves_for_a_vendor_that_is_overloaded_down_to_one_and_not_below()
    {
        var limits = new List<int>();
        for (var i = 0; i < 6; i++)
        {
            Overloaded();
            limits.Add(_concurrency.Limit);
        }

        Assert.Equal([8, 4, 2, 1, 1, 1], limits);
    }

    [Fact]
    public void Overloads_of_calls_that_were_in_flight_together_count_once()
    {
        var began = _now;
        _now += TimeSpan.FromSeconds(1);
        for (var i = 0; i < 10; i++)
            _concurrency.Overloaded(began, _now);

        Assert.Equal(8, _concurrency.Limit);
    }

    [Fact]
    public void It_grows_by_one_with_each_round_that_went_well_and_not_above_what_is_configured()
    {
        Overloaded();
        Overloaded();
        var rounds = new List<int>();
        for (var round = 0; round < 14; round++)
        {
            for (var call = _concurrency.Limit; call > 0; call--)
                Succeeded(100);
            rounds.Add(_concurrency.Limit);
        }

        // May be one short: each success adds one divided by the limit at that moment.
        Assert.InRange(rounds[3], 7, 8);
        Assert.Equal(16, rounds[^1]);
        Assert.Equal(rounds.Order(), rounds);
    }

    [Fact]
    public void It_does_not_grow_while_it_is_not_used()
    {
        Overloaded();
        for (var i = 0; i < 100; i++)
            Succeeded(100, wasLimited: false);

        Assert.Equal(8, _concurrency.Limit);
    }

    [Fact]
    public void It_shrinks_when_answers_take_much_longer_than_usual()
    {
        for (var i = 0; i < 50; i++)
            Succeeded(100);
        for (var i = 0; i < 4; i++)
            Succeeded(1000);

        Assert.InRange(_concurrency.Limit, 6, 12);
    }

    [Theory]
    [InlineData(100, 150)]
    [InlineData(5, 40)]
    public void A_little_slower_is_not_slow(double usual, double now)
    {
        for (var i = 0; i < 50; i++)
            Succeeded(usual);
        for (var i = 0; i < 50; i++)
            Succeeded(now);

        Assert.Equal(16, _concurrency.Limit);
    }

    [Fact]
    public void A_full_call_is_not_slow_for_taking_longer_than_a_small_one()
    {
        for (var i = 0; i < 50; i++)
            Succeeded(10, isComparable: false);
        for (var i = 0; i < 50; i++)
            Succeeded(500);

        Assert.Equal(16, _concurrency.Limit);
    }

    [Fact]
    public void It_gets_used_to_a_vendor_that_stays_slower()
    {
        for (var i = 0; i < 50; i++)
            Succeeded(100);
        for (var i = 0; i < 1000; i++)
            Succeeded(400);

        Assert.Equal(16, _concurrency.Limit);
    }

    [Fact]
    public void A_lower_ceiling_counts_at_once_and_a_higher_one_is_approached_step_by_step()
    {
        var ceiling = 16;
        var concurrency = new AdaptiveConcurrency(() => ceiling);
        concurrency.Overloaded(_now, _now);
        ceiling = 4;
        Assert.Equal(4, concurrency.Limit);
        ceiling = 32;
        Assert.Equal(8, concurrency.Limit);
    }

    private void Overloaded()
    {
        _now += TimeSpan.FromSeconds(1);
        _concurrency.Overloaded(_now, _now);
    }

    private void Succeeded(double milliseconds, bool isComparable = true, bool wasLimited = true)
    {
        var began = _now;
        _now += TimeSpan.FromMilliseconds(milliseconds);
        _concurrency.Succeeded(began, _now, isComparable, wasLimited);
    }
}
