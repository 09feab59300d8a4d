namespace Messaging.Fulfillment.Ledger.Postgres;

/// <summary>What this worker knows of its own lease: pure arithmetic on the clock.</summary>
/// <remarks>
/// The leases are compared by the workers' own clocks. The margin, a quarter of the lease, is how far these may differ
/// before two workers can hold an order at the same time; both ways of measuring are used, as either clock may stop or
/// jump with a virtual machine.
/// </remarks>
internal sealed class PostgresLease(TimeSpan duration, TimeProvider time)
{
    private volatile Held? _held;
    private int _term;

    /// <summary>How often it was lost to others and acquired again.</summary>
    public int Term => Volatile.Read(ref _term);

    /// <summary>True while it is certain that no other worker takes this worker's claims.</summary>
    public bool IsHeld => _held is { } held
        && time.GetUtcNow() < held.Renewal.Until - (duration / 4)
        && time.GetElapsedTime(held.Renewal.Started) < duration * 3 / 4;

    /// <summary>
    /// True once it was held for a whole lease time without a gap: every other living worker has had the time to renew
    /// its own, also after an outage of the database that let all of them lapse.
    /// </summary>
    public bool CanTakeOver => _held is { } held && IsHeld && time.GetUtcNow() - held.Since >= duration;

    /// <summary>A renewal that begins now. It counts from here, not from the database's answer.</summary>
    public PostgresRenewal Begin()
    {
        var now = time.GetUtcNow();
        return new PostgresRenewal(now, now + duration, time.GetTimestamp());
    }

    /// <summary>It was renewed.</summary>
    /// <param name="renewal">What <see cref="Begin"/> returned.</param>
    /// <param name="isNew">True when the database did not know this worker (any more).</param>
    public void Renewed(PostgresRenewal renewal, bool isNew)
    {
        var held = _held;
        if (isNew && held is not null)
            Interlocked.Increment(ref _term);
        var unbroken = !isNew && held is not null && renewal.At < held.Renewal.Until;
        _held = new Held(unbroken ? held!.Since : renewal.At, renewal);
    }

    /// <summary>It was released.</summary>
    public void Ended() => _held = null;

    private sealed record Held(DateTimeOffset Since, PostgresRenewal Renewal);
}
