namespace Messaging.Fulfillment.Ledger.Postgres;

/// <summary>
/// Which of an order's entries comes first (invariant 3): the one in doubt, then the one that occurred first, then the
/// smaller event id. Compared as rows, the smaller one comes first, and the index work_order has them in this order. A
/// claimed entry keeps its rank; it holds the others up whatever that is.
/// </summary>
internal static class PostgresPrecedence
{
    /// <summary>Of a row of work named b, the one that may come before.</summary>
    public const string B = "(b.rank, b.occurred_at, b.event_id)";

    /// <summary>Of a row of work named d, one that is due.</summary>
    public const string D = "(d.rank, d.occurred_at, d.event_id)";

    /// <summary>Of a row of work named w, one that waits.</summary>
    public const string W = "(w.rank, w.occurred_at, w.event_id)";

    /// <summary>Of a new entry, which is not in doubt.</summary>
    public const string New = "(1, new.occurred_at, new.event_id)";

    /// <summary>Rows named b, the last one in precedence first.</summary>
    public const string LastOfBFirst = "b.rank desc, b.occurred_at desc, b.event_id desc";
}
