namespace Messaging.Fulfillment.Ledger.Sqlite;

/// <summary>
/// The results of one transaction. They are numbered in a row, and share a row of outbox as far as one vendor's follow
/// one another; nearly always all of them do.
/// </summary>
internal sealed class SqliteResults(SqliteSession db, string? owner, long now)
{
    /// <summary>Not the number of a result that was purged, where a row of outbox still names it.</summary>
    private const string NextNumber =
        """
        select 1 + max(
          coalesce((select max(number) from results), 0),
          coalesce((select last from outbox order by first desc limit 1), 0))
        """;

    private const string Store =
        """
        insert into results (
          number, id, succeeded, attempts, code, json, settled_at, order_no, account, vendor, occurred_at,
          call)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """;

    private const string StoreFailure =
        """
        insert into failures (id, event_id, vendor, account, order_no, reason, code, settled_at)
        select id, event_id, vendor, account, order_no, $2, $3, $4 from entries where id = $1
        """;

    private readonly List<Run> _runs = [];
    private long _next = db.First(NextNumber, row => row.GetInt64(0));

    /// <summary>Stores one.</summary>
    /// <param name="entry">The entry, which is not claimed any more.</param>
    /// <param name="result">Its result.</param>
    /// <param name="attempts">In how many vendor calls it was sent.</param>
    /// <param name="call">The last of them; null where none is known.</param>
    public void Add(SqliteClaim entry, StoredResult result, int attempts, SentCall? call)
    {
        var order = result.MayBeApplied ? entry.Order : null;
        db.Execute(
            Store,
            _next,
            entry.Id,
            result.Succeeded,
            attempts,
            entry.Code,
            result.Json,
            now,
            order?.OrderNo,
            order?.Account,
            order is null ? null : entry.Vendor,
            order?.OccurredAt,
            call?.Id.ToBlob());
        if (!result.Succeeded)
            db.Execute(StoreFailure, entry.Id, result.Reason ?? "", result.Code, now);
        if (_runs is not [.., var run] || !run.Vendor.Equals(entry.Vendor, StringComparison.Ordinal))
            _runs.Add(run = new(entry.Vendor, _next));
        run.Count++;
        run.Succeeded += result.Succeeded ? 1 : 0;
        _next++;
    }

    /// <summary>Leaves what was stored to its owner to publish, and counts it.</summary>
    public void Enqueue()
    {
        foreach (var run in _runs)
        {
            db.Execute(
                "insert into outbox (first, last, vendor, owner, settled_at) values ($1, $2, $3, $4, $5)",
                run.First,
                run.First + run.Count - 1,
                run.Vendor,
                owner,
                now);
            SqliteCounters.Add(db, run.Vendor, succeeded: run.Succeeded, failed: run.Count - run.Succeeded);
        }
    }

    private sealed class Run(string vendor, long first)
    {
        public string Vendor => vendor;

        public long First => first;

        public int Count { get; set; }

        public int Succeeded { get; set; }
    }
}
