namespace Messaging.Fulfillment.Ledger.Sqlite;

/// <summary>Ranges of results: each row has a part that waits to be published, or was published at one time.</summary>
internal static class SqliteOutbox
{
    private const string CopyRest =
        """
        insert into outbox (first, last, vendor, owner, settled_at)
        select $1, last, vendor, owner, settled_at
        from (select * from outbox where first < $1 order by first desc limit 1)
        where last >= $1 and published_at is null
        """;

    private const string CutRest =
        "update outbox set last = $1 - 1 where first = (select max(first) from outbox where first < $1)";

    private const string Confirm =
        "update outbox set published_at = $3 where first between $1 and $2 and published_at is null";

    private const string Own = "update outbox set owner = $3 where first between $1 and $2";

    /// <summary>These results have been published.</summary>
    /// <param name="db">The ledger.</param>
    /// <param name="numbers">Their numbers, ascending.</param>
    /// <param name="now">When.</param>
    public static void MarkPublished(SqliteSession db, IReadOnlyList<long> numbers, long now)
    {
        for (int first = 0, last; first < numbers.Count; first = last + 1)
        {
            last = first;
            while (last + 1 < numbers.Count && numbers[last + 1] == numbers[last] + 1)
                last++;
            Change(db, Confirm, numbers[first], numbers[last], now);
        }
    }

    public static void Take(SqliteSession db, long first, long last, string owner) =>
        Change(db, Own, first, last, owner);

    private static void Change(SqliteSession db, string sql, long first, long last, object value)
    {
        Divide(db, first);
        Divide(db, last + 1);
        db.Execute(sql, first, last, value);
    }

    /// <summary>A row that has results before this one and from here on that wait becomes two.</summary>
    private static void Divide(SqliteSession db, long at)
    {
        if (db.Execute(CopyRest, at) > 0)
            db.Execute(CutRest, at);
    }
}
