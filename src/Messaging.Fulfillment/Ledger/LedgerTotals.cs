namespace Messaging.Fulfillment.Ledger;

/// <summary>The totals of one vendor.</summary>
/// <param name="Vendor">The vendor's name.</param>
/// <param name="Received">Order events received since the beginning (a counter).</param>
/// <param name="Succeeded">Settled as succeeded since the beginning (a counter).</param>
/// <param name="Failed">Settled as failed since the beginning (a counter).</param>
/// <param name="Waiting">Entries that are not settled (counted).</param>
/// <param name="Unpublished">Settled entries whose result is not yet confirmed by the broker (counted).</param>
/// <param name="OldestWaiting">
/// When the oldest entry that is not settled was received; null where there is none.
/// </param>
public sealed record LedgerTotals(
    string Vendor,
    long Received,
    long Succeeded,
    long Failed,
    long Waiting,
    long Unpublished,
    DateTimeOffset? OldestWaiting)
{
    /// <summary>
    /// Received − succeeded − failed − waiting: 0, or events were lost (positive) or counted twice (negative).
    /// </summary>
    public long Drift => Received - Succeeded - Failed - Waiting;
}
