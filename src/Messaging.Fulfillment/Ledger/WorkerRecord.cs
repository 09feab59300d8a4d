namespace Messaging.Fulfillment.Ledger;

/// <summary>What the ledger knows of a worker: as of its last renewal, by the database's clock.</summary>
/// <param name="Worker">Its name: machine, process and a random part.</param>
/// <param name="IsThis">Whether it is the one that was asked.</param>
/// <param name="Version">The version that it runs; null of one of a version before, which does not say.</param>
/// <param name="StartedAt">When it started; null of one of a version before.</param>
/// <param name="RenewedAt">
/// When it last renewed its lease; null of one of a version before, and where a lease needs no renewal (SQLite).
/// </param>
/// <param name="LeaseUntil">When its lease ends, or has ended; null where it cannot end (SQLite).</param>
/// <param name="ClockOffset">
/// How far its machine's clock is ahead of the database's, at the least; negative where it is behind, null where that
/// is not known.
/// </param>
/// <param name="Load">What it has in hand; null of one of a version before.</param>
/// <param name="TakenOverAt">
/// When another worker took over what it held, as its lease had ended; null while it is one of the ledger's workers.
/// </param>
public sealed record WorkerRecord(
    string Worker,
    bool IsThis,
    string? Version,
    DateTimeOffset? StartedAt,
    DateTimeOffset? RenewedAt,
    DateTimeOffset? LeaseUntil,
    TimeSpan? ClockOffset,
    WorkerLoad? Load,
    DateTimeOffset? TakenOverAt);
