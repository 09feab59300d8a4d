namespace Messaging.Fulfillment.Ledger;

/// <summary>
/// What operators did; a role of <see cref="ILedger"/>. What they do in the ledger is recorded by the transaction that
/// does it; what they do elsewhere, before it is done.
/// </summary>
public interface IAudit
{
    /// <summary>Records what is about to be done, or was done, elsewhere.</summary>
    /// <param name="note">What.</param>
    /// <param name="count">To how many; null where that is not known yet.</param>
    /// <param name="cancellationToken">Gives up waiting: then it must not be done.</param>
    Task RecordAsync(AuditNote note, int? count, CancellationToken cancellationToken);

    /// <summary>What was done, the latest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">Time and number of the last one of the page before; null for the first page.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<IReadOnlyList<AuditRecord>> ListAuditAsync(
        AuditFilter filter,
        (DateTimeOffset At, long Number)? after,
        int limit,
        CancellationToken cancellationToken);

    /// <summary>Deletes what was recorded before a time, the oldest first; nothing else deletes any of it.</summary>
    /// <param name="before">The time.</param>
    /// <param name="limit">The most to delete.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>How many were deleted; call again while it is <paramref name="limit"/>.</returns>
    Task<int> PurgeAuditAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken);
}
