namespace Messaging.Fulfillment.Ledger.Sqlite;

internal sealed partial class SqliteLedger
{
    /// <summary>$1 vendor, $2 account, $3 reason, $4 code, $5 from, $6 before, $7 open.</summary>
    private const string Matches =
        """
        ($1 is null or f.vendor = $1) and ($2 is null or f.account = $2) and ($3 is null or f.reason = $3)
          and ($4 is null or coalesce(f.code, '') = $4) and ($5 is null or f.settled_at >= $5)
          and ($6 is null or f.settled_at < $6)
          and ($7 is null or $7 = not exists (select 1 from entries n where n.retry_of = f.event_id))
        """;

    private const string ListFailures =
        $"""
        select f.event_id, f.vendor, f.account, f.order_no, f.reason, f.code, f.settled_at,
          (select n.event_id from entries n where n.retry_of = f.event_id limit 1)
        from failures f
        where {Matches} and ($8 is null or (f.settled_at, f.event_id) < ($8, $9))
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
        select f.account, count(*), sum(count(*)) over ()
        from failures f
        where {Matches}
        group by f.account
        order by count(*) desc, f.account
        limit $8
        """;

    private const string ReadFailed =
        """
        select e.event_id, e.event_type, e.vendor, e.account, e.order_no, e.occurred_at, e.received_at, e.deadline,
          e.payload, e.trace_parent, e.correlation_id, 0, 0, 0, 0, e.retry_of
        from json_each($1) g cross join failures f on f.event_id = unhex(g.value) cross join entries e on e.id = f.id
        where e.payload <> ''
        order by e.occurred_at, e.event_id
        """;

    public Task<IReadOnlyList<FailedOrder>> ListFailuresAsync(
        FailureFilter filter,
        (DateTimeOffset SettledAt, Guid EventId)? after,
        int limit,
        CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<FailedOrder>>(
            db => db.Query(
                ListFailures,
                row => new FailedOrder(
                    row.ReadId(0),
                    row.GetString(1),
                    row.GetString(2),
                    row.GetString(3),
                    row.GetString(4),
                    row.ReadTextOrNull(5),
                    row.ReadTime(6),
                    row.ReadIdOrNull(7)),
                [.. FilterValues(filter), after?.SettledAt.ToMicroseconds(), after?.EventId.ToBlob(), limit]),
            cancellationToken);

    public Task<IReadOnlyList<FailureGroup>> GroupFailuresAsync(
        FailureFilter filter, int limit, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<FailureGroup>>(
            db => db.Query(
                GroupFailures,
                row => new FailureGroup(
                    row.GetString(0),
                    row.GetString(1),
                    row.ReadTextOrNull(2),
                    row.GetInt64(3),
                    row.ReadTime(4),
                    row.ReadTime(5)),
                [.. FilterValues(filter), limit]),
            cancellationToken);

    public Task<AccountFailures> CountFailuresAsync(
        FailureFilter filter, int limit, CancellationToken cancellationToken) =>
        ReadAsync(
            db =>
            {
                var total = 0L;
                var accounts = db.Query(
                    CountFailures,
                    row =>
                    {
                        total = row.GetInt64(2);
                        return new AccountCount(row.GetString(0), row.GetInt64(1));
                    },
                    [.. FilterValues(filter), limit]);
                return new AccountFailures(total, accounts);
            },
            cancellationToken);

    public Task<IReadOnlyList<OrderEntry>> ReadFailedAsync(
        IReadOnlyCollection<Guid> eventIds, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<OrderEntry>>(
            db => db.Query(ReadFailed, ReadOrder, eventIds.ToJson()), cancellationToken);

    public Task<int> RetryAsync(
        IReadOnlyList<OrderEntry> retries, AuditNote note, CancellationToken cancellationToken) =>
        WriteAsync(
            db =>
            {
                var started = Claim(db, retries, ClaimTerms.ForLater(retries)).Received;
                Note(db, note, started);
                return started;
            },
            cancellationToken);

    private static object?[] FilterValues(FailureFilter filter) =>
    [
        filter.Vendor,
        filter.Account,
        filter.Reason,
        filter.Code,
        filter.From?.ToMicroseconds(),
        filter.Before?.ToMicroseconds(),
        filter.IsOpen,
    ];
}
