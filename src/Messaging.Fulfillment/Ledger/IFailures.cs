namespace Messaging.Fulfillment.Ledger;

/// <summary>The order events that failed, for operators; a role of <see cref="ILedger"/>.</summary>
public interface IFailures
{
    /// <summary>Failures, the latest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">The last one of the page before; null for the first page.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<IReadOnlyList<FailedOrder>> ListFailuresAsync(
        FailureFilter filter,
        (DateTimeOffset SettledAt, Guid EventId)? after,
        int limit,
        CancellationToken cancellationToken);

    /// <summary>Failures counted by vendor, reason and code, the most frequent first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="limit">The most groups to return.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<IReadOnlyList<FailureGroup>> GroupFailuresAsync(
        FailureFilter filter, int limit, CancellationToken cancellationToken);

    /// <summary>Failures counted by account, the most frequent first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="limit">The most accounts to return.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<AccountFailures> CountFailuresAsync(FailureFilter filter, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// The order events behind failures, as they were received. Those whose content was purged meanwhile are left out.
    /// </summary>
    /// <param name="eventIds">The ids of order events that failed; others are left out.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<IReadOnlyList<OrderEntry>> ReadFailedAsync(
        IReadOnlyCollection<Guid> eventIds, CancellationToken cancellationToken);

    /// <summary>
    /// Takes on order events that try failures again, and records who has them tried. They wait, as those of accounts
    /// on hold do, until a worker of their vendor takes them.
    /// </summary>
    /// <param name="retries">The events, of one vendor, each with an id of its own.</param>
    /// <param name="note">Who has them tried again, and why.</param>
    /// <param name="cancellationToken">Gives up waiting; they may have been taken on.</param>
    /// <returns>How many were new; the ledger knows the rest.</returns>
    Task<int> RetryAsync(
        IReadOnlyList<OrderEntry> retries, AuditNote note, CancellationToken cancellationToken);
}
