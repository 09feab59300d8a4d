namespace Messaging.Fulfillment.Ledger;

/// <summary>What operators and health checks ask; a role of <see cref="ILedger"/>.</summary>
public interface ILedgerReports
{
    /// <summary>Why the database cannot be reached and since when; null while it can.</summary>
    LedgerOutage? Outage { get; }

    /// <summary>The totals per vendor, over all workers.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<IReadOnlyList<LedgerTotals>> CountAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The ledger's workers, whichever of them is asked; and for a day those that were lost: whose lease ended, and
    /// whose claims another took over. One that has stopped is not among them.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>
    /// The workers, those that were lost last, at most 200; and the time by which their leases run, now.
    /// </returns>
    Task<(IReadOnlyList<WorkerRecord> Workers, DateTimeOffset Now)> ListWorkersAsync(
        CancellationToken cancellationToken);

    /// <summary>All that is known of an order: "why has order X not shipped?"</summary>
    /// <param name="orderNo">The order's number, exactly.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Its entries at all vendors, in the order in which they occurred; at most 1,000.</returns>
    Task<IReadOnlyList<OrderStatus>> FindAsync(string orderNo, CancellationToken cancellationToken);
}
