namespace Messaging.Fulfillment.Ledger;

/// <summary>
/// Groups of failures that are tried again in stages; a role of <see cref="ILedger"/>. It keeps how far each is, and
/// what a stage sends is taken on by the transaction that says so: whichever worker makes a step, and whenever it dies,
/// no order is tried again twice and no stage is left out.
/// </summary>
public interface IStagedRetries
{
    /// <summary>
    /// Records a staged retry and who started it, unless one of the same failures has not ended: of the same vendor and
    /// reason, and with no other code or account than this one.
    /// </summary>
    /// <param name="retry">The staged retry; its number is given here.</param>
    /// <param name="note">Who starts it, and why.</param>
    /// <param name="cancellationToken">Gives up waiting; it may have been started.</param>
    /// <returns>The one that was started; or the one that has not ended, and false.</returns>
    Task<(StagedRetry Retry, bool IsNew)> StartStagedRetryAsync(
        StagedRetry retry, AuditNote note, CancellationToken cancellationToken);

    /// <summary>Staged retries, the latest first.</summary>
    /// <param name="states">Those that are in one of these states; empty for all.</param>
    /// <param name="before">The number of the last one of the page before; null for the first page.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<IReadOnlyList<StagedRetry>> ListStagedRetriesAsync(
        IReadOnlyCollection<StagedRetryStatus> states,
        long? before,
        int limit,
        CancellationToken cancellationToken);

    /// <summary>A staged retry; null where there is none of that number.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<StagedRetry?> FindStagedRetryAsync(long number, CancellationToken cancellationToken);

    /// <summary>
    /// Moves a staged retry to another state, and records who does; does nothing in any state but those.
    /// </summary>
    /// <param name="number">Its number.</param>
    /// <param name="from">The states in which that can be done.</param>
    /// <param name="to">The state that it gets.</param>
    /// <param name="note">Who does it, and why.</param>
    /// <param name="cancellationToken">Gives up waiting; it may have been done.</param>
    /// <returns>As it is now; null where nothing was done.</returns>
    Task<StagedRetry?> ChangeStagedRetryAsync(
        long number,
        IReadOnlyCollection<StagedRetryStatus> from,
        StagedRetryStatus to,
        AuditNote note,
        CancellationToken cancellationToken);

    /// <summary>
    /// Records the next step of a staged retry, and takes on the order events that it sends, in one transaction.
    /// </summary>
    /// <param name="next">How it is afterwards, made from how it was last read.</param>
    /// <param name="retries">What is sent, of its vendor, each with an id of its own; empty where nothing is.</param>
    /// <param name="cancellationToken">Gives up waiting; it may have been done.</param>
    /// <returns>False, and nothing was done, where somebody has changed it since it was read.</returns>
    Task<bool> AdvanceStagedRetryAsync(
        StagedRetry next, IReadOnlyList<OrderEntry> retries, CancellationToken cancellationToken);

    /// <summary>What has become of order events, counted.</summary>
    /// <param name="eventIds">Their ids; what is not known, or was purged, is not counted.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<StageOutcome> ReadOutcomeAsync(IReadOnlyCollection<Guid> eventIds, CancellationToken cancellationToken);

    /// <summary>Deletes staged retries that ended before a time.</summary>
    /// <param name="before">The time.</param>
    /// <param name="limit">The most to delete.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>How many were deleted; call again while it is <paramref name="limit"/>.</returns>
    Task<int> PurgeStagedRetriesAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken);
}
