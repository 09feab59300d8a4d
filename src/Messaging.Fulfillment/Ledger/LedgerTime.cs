namespace Messaging.Fulfillment.Ledger;

/// <summary>
/// The time by which orders are due and expire: that of the database that several workers share, or this machine's when
/// the ledger was opened. Between two answers of the database, and always where it has no clock, it runs on the
/// monotonic clock, so that this machine's clock may be set without any order noticing. Everything else is the own
/// clock's.
/// </summary>
internal sealed class LedgerTime(TimeProvider own) : TimeProvider
{
    /// <summary>The key under which it is registered as <see cref="TimeProvider"/>.</summary>
    public const string Key = "ledger";

    private volatile Sample? _sample;

    /// <summary>
    /// How far this machine's clock is ahead of the database's, at the least; negative where it is behind.
    /// </summary>
    public TimeSpan Skew => KnownSkew ?? TimeSpan.Zero;

    /// <summary>The same; null before the database's first answer.</summary>
    public TimeSpan? KnownSkew => _sample?.Skew;

    public override TimeZoneInfo LocalTimeZone => own.LocalTimeZone;

    public override long TimestampFrequency => own.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() =>
        _sample is { } sample ? sample.Time + own.GetElapsedTime(sample.At) : own.GetUtcNow();

    public override long GetTimestamp() => own.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        own.CreateTimer(callback, state, dueTime, period);

    /// <summary>Learns the database's time from an answer that has just come.</summary>
    /// <param name="time">What it said.</param>
    /// <param name="asked">The timestamp at which it was asked.</param>
    public void Learn(DateTimeOffset time, long asked)
    {
        var at = own.GetTimestamp();
        var now = own.GetUtcNow();
        // It was read somewhere on the way: the own clock is corrected by no more than what is certain.
        var half = own.GetElapsedTime(asked, at) / 2;
        var difference = now - (time.ToUniversalTime() + half);
        var skew = difference.Duration() <= half ? TimeSpan.Zero
            : difference > TimeSpan.Zero ? difference - half
            : difference + half;
        _sample = new(now - skew, at, skew);
    }

    private sealed record Sample(DateTimeOffset Time, long At, TimeSpan Skew);
}
