namespace Messaging.Fulfillment.Ledger.Sqlite;

/// <summary>
/// Which of an order's entries comes first (invariant 3): the one in doubt, then the one that occurred first, then the
/// smaller event id. Compared as rows, the smaller one comes first.
/// </summary>
internal static class SqlitePrecedence
{
    /// <summary>Of a row of work named b, the one that may come before.</summary>
    public const string B = "(1 - b.may_be_done, b.occurred_at, b.event_id)";

    /// <summary>Of a row of work named d, one that is due.</summary>
    public const string D = "(1 - d.may_be_done, d.occurred_at, d.event_id)";

    /// <summary>Of a new entry with the values $4 and $5, which is not in doubt.</summary>
    public const string New = "(1, $4, $5)";

    /// <summary>Rows named b, the last one in precedence first.</summary>
    public const string LastOfBFirst = "b.may_be_done, b.occurred_at desc, b.event_id desc";
}
