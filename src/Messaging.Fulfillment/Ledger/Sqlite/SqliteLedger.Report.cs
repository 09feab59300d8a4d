using Microsoft.Data.Sqlite;

namespace Messaging.Fulfillment.Ledger.Sqlite;

internal sealed partial class SqliteLedger
{
    private const string FindOrder =
        $"""
        select e.event_id, e.event_type, e.vendor, e.account, e.occurred_at, e.received_at,
          case when o.published_at is not null then 'published' when r.id is not null then 'settled'
            when w.event_id is null or w.owner is not null then 'claimed' else 'waiting' end,
          case when r.id is not null then o.owner when w.event_id is not null then w.owner else $2 end,
          coalesce(r.attempts, w.attempts, 0),
          r.id is null and coalesce(w.may_be_done, h.in_doubt or {SqliteFresh.WasSent}), w.due_at,
          coalesce(r.code, w.code), w.message, r.json, r.settled_at, o.published_at, w.blocked_by, e.retry_of,
          {SqliteFlights.CallColumns}
        from entries e
        left join work w on w.event_id = e.event_id
        left join results r on r.id = e.id
        left join outbox o on o.first = (select max(first) from outbox where first <= r.number)
        left join claims h on h.first = (select max(first) from claims where first <= e.id)
        left join calls c on c.id = r.call
        where e.order_no = $1
        order by e.occurred_at, e.event_id
        limit 1000
        """;

    public Task<IReadOnlyList<LedgerTotals>> CountAsync(CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<LedgerTotals>>(
            db => db.Query(
                $"""
                select vendor, sum(received), sum(succeeded), sum(failed), sum(waiting), sum(unpublished),
                  min(oldest) from (
                  select vendor, received, succeeded, failed, 0 as waiting, 0 as unpublished, null as oldest
                    from tallies
                  union all select vendor, 0, 0, 0, count(*), 0, min(received_at) from work group by vendor
                  union all select e.vendor, 0, 0, 0, count(*), 0, min(e.received_at) {SqliteFresh.OfClaims}
                    group by e.vendor
                  union all select vendor, 0, 0, 0, 0, sum(last - first + 1), null from outbox
                    where published_at is null group by vendor)
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
            db =>
            {
                var steps = SqliteFlights.Find(db, orderNo);
                return db.Query(FindOrder, ReadStatus, orderNo, _owner).ConvertAll(status => status.WithSteps(steps));
            },
            cancellationToken);

    /// <summary>The file has one worker, which answers for itself.</summary>
    public Task<(IReadOnlyList<WorkerRecord> Workers, DateTimeOffset Now)> ListWorkersAsync(
        CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var self = new WorkerRecord(
            _owner,
            IsThis: true,
            LedgerWorker.Version,
            now - _time.GetElapsedTime(_started),
            RenewedAt: null,
            LeaseUntil: null,
            ClockOffset: null,
            _load,
            TakenOverAt: null);
        return Task.FromResult<(IReadOnlyList<WorkerRecord>, DateTimeOffset)>((_works ? [self] : [], now));
    }

    private static OrderStatus ReadStatus(SqliteDataReader row) => new(
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
        row.ReadTimeOrNull(15))
    {
        RetryOf = row.ReadIdOrNull(17),
        Call = SqliteFlights.ReadCall(row, 18),
    };
}
