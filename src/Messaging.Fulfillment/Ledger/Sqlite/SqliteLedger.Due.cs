using Microsoft.Data.Sqlite;

namespace Messaging.Fulfillment.Ledger.Sqlite;

internal sealed partial class SqliteLedger
{
    /// <summary>
    /// The entry that another has to wait for: the one just before it in precedence, so that its end wakes one entry
    /// and not all; or else the claimed one of the order.
    /// </summary>
    private const string FindBlocker =
        $$"""
        select coalesce(
          (select b.event_id from work b
           where b.order_no = d.order_no and b.account = d.account and b.vendor = d.vendor
             and {{SqlitePrecedence.B}} < {{SqlitePrecedence.D}}
           order by {{SqlitePrecedence.LastOfBFirst}}
           limit 1),
          (select b.event_id from work b
           where b.order_no = d.order_no and b.account = d.account and b.vendor = d.vendor and b.owner is not null))
        from work d
        where d.event_id = $1
        """;

    private const string ReadEntry =
        """
        select e.event_id, e.event_type, e.vendor, e.account, e.order_no, e.occurred_at, e.received_at, e.deadline,
          e.payload, e.trace_parent, e.correlation_id, w.claim + 1, w.attempts, w.may_be_done, w.alone
        from work w join entries e using (id)
        where w.event_id = $1
        """;

    public Task<IReadOnlyList<OrderEntry>> ClaimDueAsync(
        string vendor,
        ClaimTerms terms,
        int limit,
        DateTimeOffset overdueBefore,
        CancellationToken cancellationToken) =>
        WriteAsync<IReadOnlyList<OrderEntry>>(
            db =>
            {
                var due = new SqliteDue(db, vendor, Now).Find(terms.OnHold, overdueBefore.ToMicroseconds());
                return [.. due.Where(
                    id => !IsBlockedByAnother(db, id)).Take(limit).Select(
                        id => ClaimWaiting(db, id, terms.RecordsSendIntent))];
            },
            cancellationToken);

    private static bool IsBlockedByAnother(SqliteSession db, Guid id) =>
        db.First(FindBlocker, row => row.ReadIdOrNull(0), id.ToBlob()) is { } other
        && db.Execute("update work set blocked_by = $2 where event_id = $1", id.ToBlob(), other.ToBlob()) == 1;

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
    };
}
