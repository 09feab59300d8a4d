using Messaging.Fulfillment.Ledger;
using Messaging.Testing;

namespace Messaging.Fulfillment.Tests.Ledger;

public sealed class LedgerTimeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly ManualTimeProvider _own = new(Noon);
    private readonly LedgerTime _time;

    public LedgerTimeTests() => _time = new(_own);

    [Fact]
    public void Before_the_database_said_its_time_the_own_clock_serves()
    {
        _own.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(Noon.AddSeconds(5), _time.GetUtcNow());
        Assert.Equal(TimeSpan.Zero, _time.Skew);
    }

    [Fact]
    public void The_databases_time_goes_on_whatever_becomes_of_the_own_clock()
    {
        _time.Learn(Noon.AddHours(1), _own.GetTimestamp());
        _own.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(Noon.AddHours(1).AddSeconds(5), _time.GetUtcNow());
        Assert.Equal(TimeSpan.FromHours(-1), _time.Skew);
    }

    [Theory]
    [InlineData(31, 30)]
    [InlineData(1, 0)]
    [InlineData(0.5, 0)]
    [InlineData(0, 0)]
    [InlineData(-1, 0)]
    [InlineData(-31, -30)]
    public void A_slow_answer_corrects_the_own_clock_by_no_more_than_what_is_certain(double ahead, double skew)
    {
        var asked = _own.GetTimestamp();
        _own.Advance(TimeSpan.FromSeconds(2));

        // Read half-way, as far as anybody knows.
        _time.Learn(Noon.AddSeconds(1 - ahead), asked);

        Assert.Equal(TimeSpan.FromSeconds(skew), _time.Skew);
        Assert.Equal(Noon.AddSeconds(2 - skew), _time.GetUtcNow());
    }
}
