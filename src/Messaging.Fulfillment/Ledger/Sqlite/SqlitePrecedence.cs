namespace Messaging.Fulfillment.Ledger.Sqlite;

/// <summary>
/// Which of an order's entries comes first (invariant 3): the one in doubt, then the one that occurred first, then the
/// smaller event id. Compared as rows, the smaller one comes first, and the index work_order has them in this order. A
/// claimed entry keeps its rank; it holds the others up whatever that is.
/// </summary>
internal static class SqlitePrecedence
{
    /// <summary>Of a row of work named b, the one that may come before.</summary>
    public const string B = "(b.rank, b.occurred_at, b.event_id)";

    /// <summary>Of an entry with the values $4, $5 and $6.</summary>
    public const string Given = "($4, $5, $6)";

    /// <summary>Of a new entry with the values $4 and $5, which is not in doubt.</summary>
    public const string New = "(1, $4, $5)";

    /// <summary>Rows named b, the last one in precedence first.</summary>
    public const string LastOfBFirst = "b.rank desc, b.occurred_at desc, b.event_id desc";
}
