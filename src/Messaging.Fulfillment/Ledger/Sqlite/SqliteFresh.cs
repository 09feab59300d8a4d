namespace Messaging.Fulfillment.Ledger.Sqlite;

/// <summary>
/// Fresh entries: those that were claimed as they came, without a row of work. Only the first entry of an order that
/// anybody has brought is: nothing of its order waits, is claimed or has succeeded.
/// </summary>
internal static class SqliteFresh
{
    /// <summary>Whether an entry e is: it has not been settled, and did not go to work.</summary>
    public const string IsE =
        """
        not exists (select 1 from results r where r.id = e.id)
          and not exists (select 1 from work w where w.event_id = e.event_id)
        """;

    /// <summary>
    /// The id of an order's first entry; $1 is the order's number, $2 its account, $3 its vendor. No other of its
    /// entries is fresh.
    /// </summary>
    public const string FirstOfOrder =
        """
        (select min(f.id) from entries f indexed by entries_order
         where f.order_no = $1 and f.account = $2 and f.vendor = $3)
        """;

    /// <summary>The fresh entry of that order, named e.</summary>
    public const string OfOrder = $"from entries e where e.id = {FirstOfOrder} and {IsE}";

    /// <summary>Those fresh entries named e that are in rows of claims named c.</summary>
    public const string OfClaims =
        $"from claims c cross join entries e on e.id between c.first and c.last where {IsE}";

    /// <summary>Whether an entry e left in a call.</summary>
    public const string WasSent = "e.id in (select i.value from sends s cross join json_each(s.ids) i)";
}
