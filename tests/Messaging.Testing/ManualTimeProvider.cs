namespace Messaging.Testing;

/// <summary>
/// A clock that moves only when a test advances it. <see cref="Advance"/> fires the timers that fall due on its own
/// thread, one after the other in the order of their due times (of equal ones the first set), each while the clock
/// shows exactly its due time. A timer set to fire at once does so before <see cref="CreateTimer"/> or
/// <see cref="ITimer.Change"/> returns.
/// </summary>
/// <param name="start">The first reading; 2026-11-11T00:00:00Z if left out.</param>
public sealed class ManualTimeProvider(DateTimeOffset? start = null) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly DateTimeOffset _start =
        start?.ToUniversalTime() ?? new DateTimeOffset(2026, 11, 11, 0, 0, 0, TimeSpan.Zero);
    private TimeSpan _elapsed;
    private long _sequence;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>How many timers are waiting: lets a test see that the code under test has reached its delay.</summary>
    public int ActiveTimers
    {
        get
        {
            lock (_lock)
                return _timers.Count;
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _start + Elapsed;

    /// <inheritdoc/>
    public override long GetTimestamp() => Elapsed.Ticks;

    /// <summary>
    /// Moves the clock forward and fires what falls due on the way, timers set by those that fire included.
    /// </summary>
    /// <param name="by">How far; zero or more.</param>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var target = Elapsed + by;
        while (TakeNextDue(target) is { } timer)
            timer.Fire();

        lock (_lock)
            _elapsed = Max(_elapsed, target);
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private TimeSpan Elapsed
    {
        get
        {
            lock (_lock)
                return _elapsed;
        }
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private ManualTimer? TakeNextDue(TimeSpan target)
    {
        lock (_lock)
        {
            var next = _timers.MinBy(timer => (timer.DueAt, timer.Sequence));
            if (next is null || next.DueAt > target)
                return null;

            _elapsed = Max(_elapsed, next.DueAt);
            if (next.Period > TimeSpan.Zero)
                Set(next, next.DueAt + next.Period);
            else
                _timers.Remove(next);
            return next;
        }
    }

    private void Set(ManualTimer timer, TimeSpan dueAt)
    {
        timer.DueAt = dueAt;
        timer.Sequence = _sequence++;
    }

    private sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        private bool _disposed;

        public TimeSpan DueAt { get; set; }

        public TimeSpan Period { get; private set; }

        public long Sequence { get; set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, Timeout.InfiniteTimeSpan);
            ArgumentOutOfRangeException.ThrowIfLessThan(period, Timeout.InfiniteTimeSpan);
            lock (clock._lock)
            {
                if (_disposed)
                    return false;

                clock._timers.Remove(this);
                Period = period;
                var fireNow = dueTime == TimeSpan.Zero;
                if (dueTime != Timeout.InfiniteTimeSpan && (!fireNow || period > TimeSpan.Zero))
                {
                    clock.Set(this, clock._elapsed + (fireNow ? period : dueTime));
                    clock._timers.Add(this);
                }

                if (!fireNow)
                    return true;
            }

            Fire();
            return true;
        }

        public void Dispose()
        {
            lock (clock._lock)
            {
                _disposed = true;
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
