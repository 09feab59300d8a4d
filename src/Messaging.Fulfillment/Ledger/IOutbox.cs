namespace Messaging.Fulfillment.Ledger;

/// <summary>Results that are to be published; a role of <see cref="ILedger"/>.</summary>
public interface IOutbox
{
    /// <summary>Records that these results have been confirmed by the broker.</summary>
    /// <param name="eventIds">The order events' ids.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task MarkPublishedAsync(IReadOnlyList<Guid> eventIds, CancellationToken cancellationToken);

    /// <summary>
    /// Takes over results that no worker is publishing: those of workers that stopped or whose lease ended. The oldest
    /// come first.
    /// </summary>
    /// <param name="limit">The most results to take.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<IReadOnlyList<StoredResult>> TakeUnpublishedAsync(int limit, CancellationToken cancellationToken);
}
