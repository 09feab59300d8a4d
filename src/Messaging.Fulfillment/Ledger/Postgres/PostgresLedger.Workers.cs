using Npgsql;
using static Messaging.Fulfillment.Ledger.Postgres.PostgresStatement;

namespace Messaging.Fulfillment.Ledger.Postgres;

/// <content>What each worker tells the others, and what is known of all.</content>
internal sealed partial class PostgresLedger
{
    private const string Told =
        "worker_id, lease_until, renewed_at, started_at, version, clock_offset, orders, calls, is_stopping";

    /// <summary>The start is told once, by elapsed time: the worker's own clock may be wrong.</summary>
    private const string Renew =
        $"""
        insert into workers ({Told})
        select $1, now + $2, now, now - $3, $4, $5, $6, $7, $8 from (select clock_timestamp() as now) clock
        on conflict (worker_id) do update set
          lease_until = excluded.lease_until, renewed_at = excluded.renewed_at, clock_offset = excluded.clock_offset,
          orders = excluded.orders, calls = excluded.calls, is_stopping = excluded.is_stopping
        returning xmax = 0, clock_timestamp()
        """;

    /// <summary>
    /// A worker without a row owns nothing. The row is locked first: if the worker is renewing its lease at this
    /// moment, either the renewal is first and the row stays, or the worker finds its row gone and its claims released.
    /// Who is lost is remembered, and those are forgotten who were lost more than a day ago.
    /// </summary>
    private const string MoveExpired =
        $"""
        with expired as (
          delete from workers
          where worker_id = any(array(select worker_id from workers where lease_until < clock_timestamp()
            and worker_id <> $1 for update skip locked))
          returning {Told}),
        forgotten as (
          delete from lost_workers
          where exists (select from expired) and taken_over_at < clock_timestamp() - interval '1 day'
            and worker_id not in (select worker_id from expired))
        insert into lost_workers ({Told}, taken_over_at) select {Told}, clock_timestamp() from expired
        on conflict (worker_id) do update set
          lease_until = excluded.lease_until, renewed_at = excluded.renewed_at, started_at = excluded.started_at,
          version = excluded.version, clock_offset = excluded.clock_offset, orders = excluded.orders,
          calls = excluded.calls, is_stopping = excluded.is_stopping, taken_over_at = excluded.taken_over_at
        returning worker_id
        """;

    /// <summary>One that was taken for dead and has come back is shown as what it is now.</summary>
    private const string ReadWorkers =
        $"""
        select {Told}, taken_over_at, worker_id = $1 from (
          select {Told}, null::timestamptz as taken_over_at from workers
          union all
          select {Told}, taken_over_at from lost_workers l
          where taken_over_at >= clock_timestamp() - interval '1 day'
            and not exists (select from workers w where w.worker_id = l.worker_id)) known
        order by taken_over_at desc nulls first, started_at, worker_id
        limit 200
        """;

    public Task<(IReadOnlyList<WorkerRecord> Workers, DateTimeOffset Now)> ListWorkersAsync(
        CancellationToken cancellationToken) =>
        _transactions.RunAsync<(IReadOnlyList<WorkerRecord>, DateTimeOffset)>(
            async transaction =>
            {
                transaction.Timeout = _timeouts.Report;
                var workers = new List<WorkerRecord>();
                DateTimeOffset now = default;
                await transaction.RunAsync(
                    new PostgresStatement(ReadWorkers, row => workers.Add(ReadWorker(row)), Value(_worker)),
                    new PostgresStatement(ReadTime, row => now = row.GetFieldValue<DateTimeOffset>(0)));
                return (workers, now);
            },
            cancellationToken);

    private PostgresStatement Tell(WorkerLoad load, Action<NpgsqlDataReader> read) => new(
        Renew,
        read,
        Value(_worker),
        Value(_leaseDuration),
        Value(_time.GetElapsedTime(_started)),
        Value(LedgerWorker.Version),
        Value(_time.KnownSkew),
        Value(load.Orders),
        Value(load.Calls),
        Value(load.IsStopping));

    private static WorkerRecord ReadWorker(NpgsqlDataReader row) => new(
        row.GetString(0),
        IsThis: row.GetBoolean(10),
        row.ReadOrNull<string?>(4),
        row.ReadOrNull<DateTimeOffset?>(3),
        row.ReadOrNull<DateTimeOffset?>(2),
        row.GetFieldValue<DateTimeOffset>(1),
        row.ReadOrNull<TimeSpan?>(5),
        row.IsDBNull(6) ? null : new WorkerLoad(row.GetInt32(6), row.GetInt32(7), row.GetBoolean(8)),
        row.ReadOrNull<DateTimeOffset?>(9));
}
