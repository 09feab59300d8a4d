using Messaging.Fulfillment.Dispatch;
using Messaging.Testing;

namespace Messaging.Fulfillment.Tests.Dispatch;

public class CallGovernorTests
{
    private readonly ManualTimeProvider _time = new(Orders.Noon);

    [Fact]
    public void Calls_leave_evenly_by_default()
    {
        var governor = new CallGovernor(() => new TestLimits { CallsPerSecond = 10 }, _time);

        var turns = Enumerable.Range(0, 4).Select(_ => governor.TakeTurnAsync(CancellationToken.None)).ToArray();

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
        var governor = new CallGovernor(() => new TestLimits { CallsPerSecond = 10, Burst = burst }, _time);
        _time.Advance(TimeSpan.FromMinutes(1));

        var turns = Enumerable.Range(0, 20).Select(_ => governor.TakeTurnAsync(CancellationToken.None)).ToArray();

        Assert.Equal(expected, turns.Count(turn => turn.IsCompleted));
    }

    [Fact]
    public void A_day_at_the_quota_is_exactly_the_quota()
    {
        var governor = new CallGovernor(() => new TestLimits { CallsPerSecond = 3, Burst = 2 }, _time);
        var turns = Enumerable.Range(0, 31).Select(_ => governor.TakeTurnAsync(CancellationToken.None)).ToArray();

        _time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromMilliseconds(10));

        // Two at once, then one every third of a second.
        Assert.Equal(2 + 29, turns.Count(turn => turn.IsCompleted));
    }

    [Fact]
    public async Task No_more_calls_are_on_the_wire_than_allowed()
    {
        var governor = new CallGovernor(() => new TestLimits { CallsPerSecond = 1000, Burst = 1000, MaxCallsInFlight = 2 }, _time);
        await governor.EnterAsync(CancellationToken.None);
        await governor.EnterAsync(CancellationToken.None);

        var third = governor.EnterAsync(CancellationToken.None);

        Assert.False(third.IsCompleted);
        governor.Leave();
        await third.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_cancelled_wait_gives_its_place_back()
    {
        var governor = new CallGovernor(() => new TestLimits { CallsPerSecond = 1, MaxCallsInFlight = 1 }, _time);
        await governor.EnterAsync(CancellationToken.None);
        governor.Leave();
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
    public void A_vendor_that_asks_to_be_left_alone_is_left_alone_to_the_second(int burst)
    {
        var governor = new CallGovernor(() => new TestLimits { CallsPerSecond = 10, Burst = burst }, _time);
        governor.CloseFor(TimeSpan.FromSeconds(30));

        var turn = governor.TakeTurnAsync(CancellationToken.None);

        _time.Advance(TimeSpan.FromMilliseconds(29_999));
        Assert.False(turn.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(turn.IsCompleted);
    }

    [Fact]
    public void A_changed_quota_counts_from_the_next_call_on()
    {
        var limits = new TestLimits { CallsPerSecond = 1 };
        var governor = new CallGovernor(() => limits, _time);
        _ = governor.TakeTurnAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(1));
        limits = new TestLimits { CallsPerSecond = 100 };

        var turns = Enumerable.Range(0, 100).Select(_ => governor.TakeTurnAsync(CancellationToken.None)).ToArray();
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.All(turns, turn => Assert.True(turn.IsCompleted));
    }
}
