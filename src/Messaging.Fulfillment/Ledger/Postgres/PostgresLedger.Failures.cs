using Npgsql;
using static Messaging.Fulfillment.Ledger.Postgres.PostgresStatement;

namespace Messaging.Fulfillment.Ledger.Postgres;

internal sealed partial class PostgresLedger
{
    /// <summary>$1 vendor, $2 account, $3 reason, $4 code, $5 from, $6 before, $7 open.</summary>
    private const string Matches =
        """
        ($1::text is null or f.vendor = $1) and ($2::text is null or f.account = $2)
          and ($3::text is null or f.reason = $3) and ($4::text is null or coalesce(f.code, '') = $4)
          and ($5::timestamptz is null or f.settled_at >= $5) and ($6::timestamptz is null or f.settled_at < $6)
          and ($7::boolean is null
            or $7 = not exists (select from entries n where n.retry_of = any(array[f.event_id]) offset 0))
        """;

    private const string ListFailures =
        $"""
        select f.event_id, f.vendor, f.account, f.order_no, f.reason, f.code, f.settled_at,
          (select n.event_id from entries n where n.retry_of = any(array[f.event_id]) limit 1)
        from failures f
        where {Matches} and ($8::timestamptz is null or (f.settled_at, f.event_id) < ($8, $9::uuid))
        order by f.settled_at desc, f.event_id desc
        limit $10
        """;

    private const string GroupFailures =
        $"""
        select f.vendor, f.reason, f.code, count(*), min(f.settled_at), max(f.settled_at)
        from failures f
        where {Matches}
        group by f.vendor, f.reason, f.code
        order by count(*) desc, f.vendor, f.reason, f.code
        limit $8
        """;

    private const string CountFailures =
        $"""
        select f.account, count(*), (sum(count(*)) over ())::bigint
        from failures f
        where {Matches}
        group by f.account
        order by count(*) desc, f.account
        limit $8
        """;

    /// <summary>In the columns of a claim that is due, of which there is none.</summary>
    private const string ReadFailed =
        """
        select e.event_id, null, e.event_type, e.vendor, e.account, e.order_no, e.occurred_at, e.received_at,
          e.deadline, e.payload, e.trace_parent, e.correlation_id, 0, 0, false, false, null, e.retry_of
        from failures f join entries e on e.id = any(array[f.id])
        where f.event_id = any($1) and e.payload <> ''
        order by e.occurred_at, e.event_id
        """;

    public Task<IReadOnlyList<FailedOrder>> ListFailuresAsync(
        FailureFilter filter,
        (DateTimeOffset SettledAt, Guid EventId)? after,
        int limit,
        CancellationToken cancellationToken) =>
        QueryAsync(
            ListFailures,
            row => new FailedOrder(
                row.GetGuid(0),
                row.GetString(1),
                row.GetString(2),
                row.GetString(3),
                row.GetString(4),
                row.ReadOrNull<string>(5),
                row.GetFieldValue<DateTimeOffset>(6),
                row.ReadOrNull<Guid?>(7)),
            () =>
            [
                .. FilterValues(filter),
                Value(after?.SettledAt.ToUniversalTime()),
                Value(after?.EventId),
                Value(limit),
            ],
            cancellationToken);

    public Task<IReadOnlyList<FailureGroup>> GroupFailuresAsync(
        FailureFilter filter, int limit, CancellationToken cancellationToken) =>
        QueryAsync(
            GroupFailures,
            row => new FailureGroup(
                row.GetString(0),
                row.GetString(1),
                row.ReadOrNull<string>(2),
                row.GetInt64(3),
                row.GetFieldValue<DateTimeOffset>(4),
                row.GetFieldValue<DateTimeOffset>(5)),
            () => [.. FilterValues(filter), Value(limit)],
            cancellationToken);

    public async Task<AccountFailures> CountFailuresAsync(
        FailureFilter filter, int limit, CancellationToken cancellationToken)
    {
        var total = 0L;
        var accounts = await QueryAsync(
            CountFailures,
            row =>
            {
                total = row.GetInt64(2);
                return new AccountCount(row.GetString(0), row.GetInt64(1));
            },
            () => [.. FilterValues(filter), Value(limit)],
            cancellationToken);
        return new(total, accounts);
    }

    public Task<IReadOnlyList<OrderEntry>> ReadFailedAsync(
        IReadOnlyCollection<Guid> eventIds, CancellationToken cancellationToken) =>
        QueryAsync(
            ReadFailed,
            ReadOrder,
            () => [Value(eventIds.ToArray())],
            cancellationToken);

    public Task<int> RetryAsync(
        IReadOnlyList<OrderEntry> retries, AuditNote note, CancellationToken cancellationToken) =>
        _transactions.RunAsync(
            async transaction =>
            {
                var (taken, _) = await ClaimAsync(transaction, retries, ClaimTerms.ForLater(retries));
                await transaction.RunAsync(Note(note, taken.Received));
                return taken.Received;
            },
            cancellationToken);

    private static NpgsqlParameter[] FilterValues(FailureFilter filter) =>
    [
        Value(filter.Vendor),
        Value(filter.Account),
        Value(filter.Reason),
        Value(filter.Code),
        Value(filter.From?.ToUniversalTime()),
        Value(filter.Before?.ToUniversalTime()),
        Value(filter.IsOpen),
    ];
}
