namespace Messaging.Fulfillment.Ledger.Postgres;

/// <summary>What this worker knows of its own lease: pure arithmetic on the clock.</summary>
/// <remarks>
/// The database's clock decides when a lease ends. Here only elapsed time is measured, from before the database was
/// asked, so that what is certain here ends before it ends there. Both ways of measuring are used, as either clock may
/// stop or jump with a virtual machine. The margin, a quarter of the lease, is for calls: one that is given up when the
/// lease is not certain any more has been on its way for so long before another worker sends its orders again.
/// </remarks>
internal sealed class PostgresLease(TimeSpan duration, TimeProvider time)
{
    private volatile Held? _held;
    private int _term;

    /// <summary>How often it was lost to others and acquired again.</summary>
    public int Term => Volatile.Read(ref _term);

    /// <summary>
    /// For how long it is certain that no other worker takes this worker's claims; zero when it is not.
    /// </summary>
    public TimeSpan Left
    {
        get
        {
            if (_held is not { } held)
                return TimeSpan.Zero;
            var left = (duration * 3 / 4) - GetElapsed(held.Renewal);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>
    /// True once it was held for a whole lease time without a gap: every other living worker has had the time to renew
    /// its own, also after an outage of the database that let all of them lapse.
    /// </summary>
    public bool CanTakeOver =>
        _held is { } held && Left > TimeSpan.Zero && time.GetElapsedTime(held.Since) >= duration;

    /// <summary>A renewal that begins now. It counts from here, not from the database's answer.</summary>
    public PostgresRenewal Begin() => new(time.GetUtcNow(), time.GetTimestamp());

    /// <summary>It was renewed.</summary>
    /// <param name="renewal">What <see cref="Begin"/> returned.</param>
    /// <param name="isNew">True when the database did not know this worker (any more).</param>
    public void Renewed(PostgresRenewal renewal, bool isNew)
    {
        var held = _held;
        if (isNew && held is not null)
            Interlocked.Increment(ref _term);
        var unbroken = !isNew && held is not null
            && time.GetElapsedTime(held.Renewal.Started, renewal.Started) < duration
            && renewal.At - held.Renewal.At < duration;
        _held = new Held(unbroken ? held!.Since : renewal.Started, renewal);
    }

    /// <summary>It was released.</summary>
    public void Ended() => _held = null;

    /// <summary>The longer of the two ways to measure it.</summary>
    private TimeSpan GetElapsed(PostgresRenewal renewal)
    {
        var monotonic = time.GetElapsedTime(renewal.Started);
        var system = time.GetUtcNow() - renewal.At;
        return system > monotonic ? system : monotonic;
    }

    /// <param name="Since">Since when it is held without a gap, on the monotonic clock.</param>
    private sealed record Held(long Since, PostgresRenewal Renewal);
}
