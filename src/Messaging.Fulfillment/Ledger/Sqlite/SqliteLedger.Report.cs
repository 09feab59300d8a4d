namespace Messaging.Fulfillment.Ledger.Sqlite;

internal sealed partial class SqliteLedger
{
    public Task<IReadOnlyList<LedgerTotals>> CountAsync(CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<LedgerTotals>>(
            db => db.Query(
                """
                select vendor, sum(received), sum(succeeded), sum(failed), sum(waiting), sum(unpublished),
                  min(oldest) from (
                  select vendor, received, succeeded, failed, 0 as waiting, 0 as unpublished, null as oldest
                    from tallies
                  union all select vendor, 0, 0, 0, count(*), 0, min(received_at) from work group by vendor
                  union all select vendor, 0, 0, 0, 0, count(*), null from outbox group by vendor)
                group by vendor
                order by vendor
                """,
                row => new LedgerTotals(
                    row.GetString(0),
                    row.GetInt64(1),
                    row.GetInt64(2),
                    row.GetInt64(3),
                    row.GetInt64(4),
                    row.GetInt64(5),
                    row.ReadTimeOrNull(6))),
            cancellationToken);

    public Task<IReadOnlyList<OrderStatus>> FindAsync(string orderNo, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<OrderStatus>>(
            db => db.Query(
                """
                select e.event_id, e.event_type, e.vendor, e.account, e.occurred_at, e.received_at,
                  case when r.published_at < 9223372036854775807 then 'published' when r.id is not null then 'settled'
                    when w.owner is not null then 'claimed' else 'waiting' end,
                  coalesce(r.owner, w.owner), coalesce(r.attempts, w.attempts, 0), coalesce(w.may_be_done, 0), w.due_at,
                  coalesce(r.code, w.code), w.message, r.json, r.settled_at,
                  nullif(r.published_at, 9223372036854775807), w.blocked_by
                from entries e left join work w on w.event_id = e.event_id left join results r on r.id = e.id
                where e.order_no = $1
                order by e.occurred_at, e.event_id
                limit 1000
                """,
                row => new OrderStatus(
                    row.ReadId(0),
                    row.GetString(1),
                    row.GetString(2),
                    row.GetString(3),
                    row.ReadTime(4),
                    row.ReadTime(5),
                    row.GetString(6),
                    row.ReadTextOrNull(7),
                    row.GetInt32(8),
                    row.GetBoolean(9),
                    row.ReadTimeOrNull(10),
                    row.ReadTextOrNull(11),
                    row.ReadIdOrNull(16) is { } other ? LedgerText.WaitsFor(other) : row.ReadTextOrNull(12),
                    row.ReadTextOrNull(13),
                    row.ReadTimeOrNull(14),
                    row.ReadTimeOrNull(15)),
                orderNo),
            cancellationToken);
}
