namespace Messaging.Testing.Ledger;

/// <summary>
/// A clock that is set by hand. Its timers are real, so that a ledger waiting for its database waits in real time.
/// </summary>
public sealed class LedgerClock(DateTimeOffset start) : TimeProvider
{
    private long _ticks = start.UtcTicks;

    public LedgerClock()
        : this(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>Told the new time.</summary>
    public Action<DateTimeOffset>? Advanced { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public DateTimeOffset Now => GetUtcNow();

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public void Advance(TimeSpan by)
    {
        Interlocked.Add(ref _ticks, by.Ticks);
        Advanced?.Invoke(Now);
    }
}
