namespace Messaging.Fulfillment.Ledger.Sqlite;

/// <summary>What is known of a claimed entry when it is settled.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Vendor">Its vendor.</param>
/// <param name="Code">The last code of the vendor; null of a fresh entry.</param>
/// <param name="Order">Its order; null of a fresh entry, whose success is found without.</param>
internal sealed record SqliteClaim(long Id, string Vendor, string? Code = null, SqliteClaim.OrderKey? Order = null)
{
    internal sealed record OrderKey(string OrderNo, string Account, long OccurredAt);
}
