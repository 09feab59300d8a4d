using Microsoft.Data.Sqlite;

namespace Messaging.Fulfillment.Ledger.Sqlite;

internal sealed partial class SqliteLedger
{
    private const string ReadPrecedence =
        "select order_no, account, vendor, rank, occurred_at from work where event_id = $1";

    /// <summary>
    /// The entry that another has to wait for: the one just before it in precedence, so that its end wakes one entry
    /// and not all; or else the claimed one of the order, in work or fresh. It is told the other's values: of a row
    /// that it joined, SQLite would search the index by rank alone.
    /// </summary>
    private const string FindBlocker =
        $$"""
        select coalesce(
          (select b.event_id from work b indexed by work_order
           where b.order_no = $1 and b.account = $2 and b.vendor = $3
             and {{SqlitePrecedence.B}} < {{SqlitePrecedence.Given}}
           order by {{SqlitePrecedence.LastOfBFirst}}
           limit 1),
          (select b.event_id from work b indexed by work_claimed
           where b.order_no = $1 and b.account = $2 and b.vendor = $3 and b.owner is not null),
          (select e.event_id {{SqliteFresh.OfOrder}}))
        """;

    private const string ReadEntry =
        """
        select e.event_id, e.event_type, e.vendor, e.account, e.order_no, e.occurred_at, e.received_at, e.deadline,
          e.payload, e.trace_parent, e.correlation_id, w.claim + 1, w.attempts, w.may_be_done, w.alone, e.retry_of
        from work w join entries e using (id)
        where w.event_id = $1
        """;

    public async Task<IReadOnlyList<OrderEntry>> ClaimDueAsync(
        string vendor,
        ClaimTerms terms,
        int limit,
        DateTimeOffset overdueBefore,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            var (claimed, blocked) = await WriteAsync(
                db => ClaimRound(db, vendor, terms, limit, overdueBefore), cancellationToken);
            // A round full of entries that have to wait says nothing about those that come after them.
            if (claimed.Count > 0 || blocked < limit)
                return claimed;
        }
    }

    /// <summary>Looks at no more than <paramref name="limit"/> entries, so that others have their turn soon.</summary>
    private (List<OrderEntry> Claimed, int Blocked) ClaimRound(
        SqliteSession db, string vendor, ClaimTerms terms, int limit, DateTimeOffset overdueBefore)
    {
        var claimed = new List<OrderEntry>();
        var blocked = 0;
        var due = new SqliteDue(db, vendor, Now).Find(terms.OnHold, overdueBefore.ToMicroseconds());
        foreach (var id in due.Take(limit))
        {
            if (IsBlockedByAnother(db, id))
                blocked++;
            else
                claimed.Add(ClaimWaiting(db, id, terms.RecordsSendIntent));
        }

        return (claimed, blocked);
    }

    private static bool IsBlockedByAnother(SqliteSession db, Guid id)
    {
        var (orderNo, account, vendor, rank, occurredAt) = db.First(
            ReadPrecedence,
            row => (row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetInt64(4)),
            id.ToBlob());
        var blocker = db.First(
            FindBlocker, row => row.ReadIdOrNull(0), orderNo, account, vendor, rank, occurredAt, id.ToBlob());
        return blocker is { } other
            && db.Execute("update work set blocked_by = $2 where event_id = $1", id.ToBlob(), other.ToBlob()) == 1;
    }

    private OrderEntry ClaimWaiting(SqliteSession db, Guid id, bool recordsSendIntent)
    {
        var entry = db.First(ReadEntry, ReadOrder, id.ToBlob())!;
        db.Execute(
            "update work set owner = $2, claim = claim + 1, may_be_done = may_be_done or $3 where event_id = "
                + "$1", id.ToBlob(), _owner, !recordsSendIntent);
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
        Deadline = row.ReadTimeOrNull(7),
        Payload = row.GetString(8),
        TraceParent = row.ReadTextOrNull(9),
        CorrelationId = row.ReadIdOrNull(10),
        Claim = row.GetInt32(11),
        Attempts = row.GetInt32(12),
        InDoubt = row.GetBoolean(13),
        Alone = row.GetBoolean(14),
        RetryOf = row.ReadIdOrNull(15),
    };
}
