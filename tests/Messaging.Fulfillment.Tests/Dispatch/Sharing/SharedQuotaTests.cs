using Messaging.Fulfillment.Dispatch.Sharing;
using Messaging.Testing;

namespace Messaging.Fulfillment.Tests.Dispatch.Sharing;

public class SharedQuotaTests
{
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(100);

    private readonly ManualTimeProvider _time = new(Orders.Noon);
    private readonly SharedQuota _quota;
    private double _perSecond = 10;
    private int _callsDue;
    private int _asked;

    public SharedQuotaTests() =>
        _quota = new(
            () => new TestLimits { CallsPerSecond = _perSecond }, () => _callsDue, () => _asked++, _time);

    [Fact]
    public async Task A_call_waits_for_a_turn_and_then_for_its_time()
    {
        var call = _quota.WaitAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => _asked == 1, "it has asked");
        Assert.True(_quota.IsShort);

        _quota.Add(1, TimeSpan.FromMilliseconds(30), Spacing);
        await Eventually.TrueAsync(() => _time.ActiveTimers == 1, "it waits for its time");
        Assert.False(call.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(30));

        await call.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.False(_quota.IsShort);
    }

    [Fact]
    public async Task Calls_leave_in_the_order_of_asking_each_at_its_own_time()
    {
        _quota.Add(3, TimeSpan.Zero, Spacing);
        var calls = Enumerable.Range(0, 3).Select(_ => _quota.WaitAsync(CancellationToken.None)).ToArray();
        await calls[0].WaitAsync(TimeSpan.FromSeconds(10));
        await Eventually.TrueAsync(() => _time.ActiveTimers == 1, "the second waits for its time");
        Assert.False(calls[1].IsCompleted);

        _time.Advance(Spacing);

        await calls[1].WaitAsync(TimeSpan.FromSeconds(10));
        Assert.False(calls[2].IsCompleted);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public async Task A_turn_may_be_used_a_little_late_and_not_when_the_next_workers_turn_has_come(
        int milliseconds, bool isGood)
    {
        _quota.Add(1, TimeSpan.Zero, Spacing);
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));

        var call = _quota.WaitAsync(CancellationToken.None);

        await Eventually.TrueAsync(() => call.IsCompleted || _asked == 1, "it has its turn, or asks for one");
        Assert.Equal(isGood, call.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_cancelled_wait_holds_up_nobody()
    {
        using var cancelled = new CancellationTokenSource();
        var first = _quota.WaitAsync(cancelled.Token);
        var second = _quota.WaitAsync(CancellationToken.None);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        _quota.Add(1, TimeSpan.Zero, Spacing);

        await second.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(7, 7)]
    [InlineData(9, 8)]
    public void A_turn_is_missing_for_each_call_that_is_due_within_a_quarter_of_a_second(int due, int expected)
    {
        _perSecond = 32;
        _callsDue = due;
        Assert.Equal(expected, _quota.CountMissing());
    }

    [Fact]
    public async Task Where_turns_are_used_up_at_once_more_are_asked_for_each_time()
    {
        _perSecond = 32;
        _callsDue = 1;
        var missing = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            missing.Add(_quota.CountMissing());
            _quota.Add(missing[^1], TimeSpan.Zero, TimeSpan.Zero);
            for (var call = 0; call < missing[^1]; call++)
                await _quota.WaitAsync(CancellationToken.None);
        }

        Assert.Equal([1, 2, 4, 8], missing);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, _quota.CountMissing());
    }

    [Fact]
    public async Task The_next_turns_are_asked_for_before_the_last_is_used()
    {
        _callsDue = 4;
        _quota.CountMissing();
        _quota.Add(2, TimeSpan.Zero, TimeSpan.Zero);

        await _quota.WaitAsync(CancellationToken.None);
        Assert.Equal(0, _asked);
        await _quota.WaitAsync(CancellationToken.None);

        Assert.Equal(1, _asked);
    }
}
