namespace Messaging.Fulfillment.Ledger;

/// <summary>
/// The order events that wait in the ledger while no worker works on them, for operators; a role of
/// <see cref="ILedger"/>.
/// </summary>
public interface IWaiting
{
    /// <summary>Those that wait, the longest waiting first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">
    /// When the last one of the page before was received, and its id; null for the first page.
    /// </param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<IReadOnlyList<WaitingOrder>> ListWaitingAsync(
        WaitingFilter filter,
        (DateTimeOffset ReceivedAt, Guid EventId)? after,
        int limit,
        CancellationToken cancellationToken);

    /// <summary>Those that wait, counted by vendor, account and reason. Reads all of them.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<IReadOnlyList<WaitingGroup>> GroupWaitingAsync(WaitingFilter filter, CancellationToken cancellationToken);

    /// <summary>
    /// Settles order events that wait, and records who has them settled, in one transaction. What a worker has is left
    /// alone. The results belong to nobody, and are published as those of a worker that is gone:
    /// <see cref="IOutbox.TakeUnpublishedAsync"/>.
    /// </summary>
    /// <param name="eventIds">Their ids.</param>
    /// <param name="answer">Makes the result of one; may be called again.</param>
    /// <param name="note">Who has them settled, and why.</param>
    /// <param name="cancellationToken">Gives up waiting; it may have been done.</param>
    Task<AnsweredOrders> AnswerWaitingAsync(
        IReadOnlyCollection<Guid> eventIds,
        Func<OrderEntry, StoredResult> answer,
        AuditNote note,
        CancellationToken cancellationToken);
}
