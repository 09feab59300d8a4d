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

    /// <summary>Of a row of work named x, one that is due.</summary>
    public const string Due = "(x.rank, x.occurred_at, x.event_id)";

    /// <summary>Of a row of work named w, one that waits.</summary>
    public const string W = "(w.rank, w.occurred_at, w.event_id)";

    /// <summary>Of a new entry named x, which is not in doubt.</summary>
    public const string New = "(1, x.occurred_at, x.event_id)";

    /// <summary>Rows named b, the last one in precedence first.</summary>
    public const string LastOfBFirst = "b.rank desc, b.occurred_at desc, b.event_id desc";

    /// <summary>Rows of work named b that are of the order of a row named x.</summary>
    public const string BOfX =
        "from work b where b.order_no = x.order_no and b.account = x.account and b.vendor = x.vendor";

    /// <summary>
    /// The entry of the order of a row named x that a worker claimed as it came and has not ended yet; one at the most.
    /// </summary>
    public const string FreshOfX =
        """
        select o.event_id from entries o join claims c on c.id = any(array[o.claimed_in])
        where o.order_no = x.order_no and o.account = x.account and o.vendor = x.vendor and o.is_first
          and o.id = any(c.ids) and not exists (select from results r where r.id = any(array[o.id]))
        limit 1
        """;
}
