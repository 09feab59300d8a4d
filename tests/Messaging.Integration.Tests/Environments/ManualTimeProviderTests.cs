using System.Globalization;
using Messaging.Testing;

namespace Messaging.Integration.Tests.Environments;

public sealed class ManualTimeProviderTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly List<string> _fired = [];

    [Fact]
    public void The_clock_and_the_timestamps_move_together_and_only_when_moved()
    {
        var (now, timestamp) = (_clock.GetUtcNow(), _clock.GetTimestamp());
        Assert.Equal(now, _clock.GetUtcNow());

        _clock.Advance(TimeSpan.FromSeconds(90));

        Assert.Equal(now.AddSeconds(90), _clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromSeconds(90), _clock.GetElapsedTime(timestamp));
        Assert.Throws<ArgumentOutOfRangeException>(() => _clock.Advance(TimeSpan.FromTicks(-1)));
    }

    [Fact]
    public void Timers_fire_in_the_order_of_their_due_times_while_the_clock_shows_them()
    {
        Set("late", 3);
        Set("early", 1);
        Set("early too", 1);
        Set("not yet", 5);

        _clock.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(["early at 1", "early too at 1", "late at 3"], _fired);
        Assert.Equal(1, _clock.ActiveTimers);
    }

    [Fact]
    public void Periodic_timers_and_timers_set_by_timers_fire_within_one_advance()
    {
        Set("tick", 2, period: 2);
        _clock.CreateTimer(_ => Set("inner", 2), null, TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);

        _clock.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal(["tick at 2", "tick at 4", "inner at 5", "tick at 6"], _fired);
    }

    [Fact]
    public void Disposed_and_changed_timers_do_not_fire_at_their_old_time()
    {
        var disposed = Set("disposed", 1);
        var postponed = Set("postponed", 1);
        disposed.Dispose();
        Assert.True(postponed.Change(TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan));
        Assert.False(disposed.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan));

        _clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Empty(_fired);

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["postponed at 5"], _fired);
    }

    [Fact]
    public void A_timer_due_now_fires_at_once()
    {
        Set("now", 0, period: 1);
        Assert.Equal(["now at 0"], _fired);

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["now at 0", "now at 1"], _fired);
    }

    [Fact]
    public async Task Delays_and_timeouts_follow_the_clock()
    {
        var delay = Task.Delay(TimeSpan.FromHours(1), _clock);
        using var timeout = new CancellationTokenSource(TimeSpan.FromHours(2), _clock);

        _clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        Assert.False(delay.IsCompleted);

        _clock.Advance(TimeSpan.FromTicks(1));
        await delay;
        Assert.False(timeout.IsCancellationRequested);

        _clock.Advance(TimeSpan.FromHours(1));
        Assert.True(timeout.IsCancellationRequested);
    }

    private ITimer Set(string name, int dueSeconds, int? period = null)
    {
        var start = _clock.GetTimestamp() - _clock.GetUtcNow().TimeOfDay.Ticks;
        return _clock.CreateTimer(
            _ => _fired.Add(
                string.Create(CultureInfo.InvariantCulture, $"{name} at {_clock.GetElapsedTime(start).TotalSeconds}")),
            null,
            TimeSpan.FromSeconds(dueSeconds),
            period is { } seconds ? TimeSpan.FromSeconds(seconds) : Timeout.InfiniteTimeSpan);
    }
}
