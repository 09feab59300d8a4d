using Microsoft.Data.Sqlite;

namespace Messaging.Fulfillment.Ledger.Sqlite;

internal sealed partial class SqliteLedger
{
    /// <summary>
    /// Those that may be claimed now, each with the one that it has to wait for: the one just before it in its order, so that the end of
    /// that one wakes one entry and not all; or else the claimed one, whatever its place.
    /// </summary>
    private const string FindDue =
        """
        select d.event_id, coalesce(
          (select b.event_id from work b
           where b.order_no = d.order_no and b.account = d.account and b.vendor = d.vendor
             and (1 - b.may_be_done, b.occurred_at, b.event_id) < (1 - d.may_be_done, d.occurred_at, d.event_id)
           order by b.may_be_done, b.occurred_at desc, b.event_id desc
           limit 1),
          (select b.event_id from work b
           where b.order_no = d.order_no and b.account = d.account and b.vendor = d.vendor and b.owner is not null))
        from work d
        where d.vendor = $1 and d.owner is null and d.blocked_by is null and d.due_at <= $2
        order by d.due_at, d.event_id
        limit $3
        """;

    private const string ReadEntry =
        """
        select e.event_id, e.event_type, e.vendor, e.account, e.order_no, e.occurred_at, e.received_at, e.payload, e.trace_parent,
          e.correlation_id, w.attempts, w.may_be_done, w.alone
        from work w join entries e using (id)
        where w.event_id = $1
        """;

    public Task<IReadOnlyList<OrderEntry>> ClaimDueAsync(string vendor, bool repeats, int limit, CancellationToken cancellationToken) =>
        WriteAsync<IReadOnlyList<OrderEntry>>(
            db =>
            {
                var claimed = new List<OrderEntry>();
                int asked, found;
                // Whatever is found leaves the due ones, claimed or blocked, so that the rounds end.
                do
                {
                    asked = limit - claimed.Count;
                    var due = db.Query(FindDue, row => (Id: row.ReadId(0), Blocker: row.ReadIdOrNull(1)), vendor, Now, asked);
                    found = due.Count;
                    foreach (var (id, blocker) in due)
                    {
                        if (blocker is { } other)
                            db.Execute("update work set blocked_by = $2 where event_id = $1", id.ToBlob(), other.ToBlob());
                        else
                            claimed.Add(ClaimWaiting(db, id, repeats));
                    }
                }
                while (found == asked && claimed.Count < limit);
                return claimed;
            },
            cancellationToken);

    private OrderEntry ClaimWaiting(SqliteSession db, Guid id, bool repeats)
    {
        var entry = db.First(ReadEntry, ReadOrder, id.ToBlob())!;
        db.Execute(
            "update work set owner = $2, may_be_done = may_be_done or $3 where event_id = $1", id.ToBlob(), _owner, !repeats);
        return entry with { Superseded = IsSuperseded(db, entry) };
    }

    private static OrderEntry ReadOrder(SqliteDataReader row) => new()
    {
        EventId = row.ReadId(0),
        EventType = row.GetString(1),
        Vendor = row.GetString(2),
        Account = row.GetString(3),
        OrderNo = row.GetString(4),
        OccurredAt = row.ReadTime(5),
        ReceivedAt = row.ReadTime(6),
        Payload = row.GetString(7),
        TraceParent = row.ReadTextOrNull(8),
        CorrelationId = row.ReadIdOrNull(9),
        Attempts = row.GetInt32(10),
        MayBeDone = row.GetBoolean(11),
        Alone = row.GetBoolean(12),
    };
}
