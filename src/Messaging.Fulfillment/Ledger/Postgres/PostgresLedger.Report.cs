using Npgsql;
using static Messaging.Fulfillment.Ledger.Postgres.PostgresStatement;

namespace Messaging.Fulfillment.Ledger.Postgres;

internal sealed partial class PostgresLedger
{
    private const string Count =
        """
        select vendor, sum(received)::bigint, sum(succeeded)::bigint, sum(failed)::bigint, sum(waiting)::bigint,
          sum(unpublished)::bigint,
          min(oldest)
        from (
          select vendor, received, succeeded, failed, 0 as waiting, 0 as unpublished, null::timestamptz as oldest
            from tallies
          union all select vendor, 0, 0, 0, count(*), 0, min(received_at) from work group by vendor
          union all select e.vendor, 0, 0, 0, count(*), 0, min(e.received_at)
            from claims c cross join unnest(c.ids) as i (id) join entries e on e.id = any(array[i.id])
            where not exists (select from results r where r.id = any(array[i.id]))
            group by e.vendor
          union all select vendor, 0, 0, 0, 0, sum(cardinality(ids)), null from outbox where ids <> '{}'
            group by vendor) sums
        group by vendor
        order by vendor
        """;

    private const string Find =
        $"""
        select e.event_id, e.event_type, e.vendor, e.account, e.occurred_at, e.received_at,
          case when r.id is not null and (r.settled_in is null or b.waits is not true) then 'published'
            when r.id is not null then 'settled'
            when coalesce(w.owner, h.owner) is not null then 'claimed' else 'waiting' end,
          coalesce(r.owner, b.owner, w.owner, h.owner), coalesce(r.attempts, w.attempts, 0),
          r.id is null and coalesce(w.may_be_done, h.in_doubt or exists (
            select from sends s where s.claim = h.id and e.id = any(s.ids)), false),
          w.due_at, coalesce(r.code, w.code), w.message, r.json, r.settled_at,
          coalesce(r.published_at, case when not b.waits then b.published_at end), w.blocked_by, e.retry_of,
          {CallColumns}
        from entries e
        left join work w on w.event_id = e.event_id
        left join results r on r.id = e.id
        left join claims h on h.id = e.claimed_in and e.id = any(h.ids) and r.id is null
        left join calls c on c.id = any(array[r.call])
        left join lateral (
          select o.owner, o.published_at, r.id = any(o.ids) as waits from outbox o
          where o.id = r.settled_in
          order by waits desc
          limit 1) b on true
        where e.order_no = $1
        order by e.occurred_at, e.event_id
        limit 1000
        """;

    public Task<IReadOnlyList<LedgerTotals>> CountAsync(CancellationToken cancellationToken) =>
        QueryAsync(
            Count,
            row => new LedgerTotals(
                row.GetString(0),
                row.GetInt64(1),
                row.GetInt64(2),
                row.GetInt64(3),
                row.GetInt64(4),
                row.GetInt64(5),
                row.ReadOrNull<DateTimeOffset?>(6)),
            () => [],
            cancellationToken);

    public Task<IReadOnlyList<OrderStatus>> FindAsync(string orderNo, CancellationToken cancellationToken) =>
        _transactions.RunAsync<IReadOnlyList<OrderStatus>>(
            async transaction =>
            {
                transaction.Timeout = _timeouts.Report;
                var found = new List<OrderStatus>();
                var steps = new List<(Guid EventId, OrderStep Step)>();
                await transaction.RunAsync(
                    new PostgresStatement(Find, row => found.Add(ReadStatus(row)), Value(orderNo)),
                    new PostgresStatement(
                        FindSteps, row => steps.Add((row.GetGuid(0), ReadStep(row))), Value(orderNo)));
                var ofEvents = steps.ToLookup(step => step.EventId, step => step.Step);
                return found.ConvertAll(status => status.WithSteps(ofEvents));
            },
            cancellationToken);

    private static OrderStatus ReadStatus(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.GetFieldValue<DateTimeOffset>(4),
        row.GetFieldValue<DateTimeOffset>(5),
        row.GetString(6),
        row.ReadOrNull<string>(7),
        row.GetInt32(8),
        row.GetBoolean(9),
        row.ReadOrNull<DateTimeOffset?>(10),
        row.ReadOrNull<string>(11),
        row.ReadOrNull<Guid?>(16) is { } other ? LedgerText.WaitsFor(other) : row.ReadOrNull<string>(12),
        row.ReadOrNull<string>(13),
        row.ReadOrNull<DateTimeOffset?>(14),
        row.ReadOrNull<DateTimeOffset?>(15))
    {
        RetryOf = row.ReadOrNull<Guid?>(17),
        Call = ReadCall(row, 18),
    };

    /// <param name="sql">The query.</param>
    /// <param name="read">Reads a row.</param>
    /// <param name="getValues">Makes the values, anew for each try: a parameter is one statement's for good.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    private Task<IReadOnlyList<T>> QueryAsync<T>(
        string sql,
        Func<NpgsqlDataReader, T> read,
        Func<NpgsqlParameter[]> getValues,
        CancellationToken cancellationToken) =>
        _transactions.RunAsync<IReadOnlyList<T>>(
            async transaction =>
            {
                transaction.Timeout = _timeouts.Report;
                var rows = new List<T>();
                await transaction.RunAsync(
                    new PostgresStatement(sql, row => rows.Add(read(row)), getValues()));
                return rows;
            },
            cancellationToken);
}
