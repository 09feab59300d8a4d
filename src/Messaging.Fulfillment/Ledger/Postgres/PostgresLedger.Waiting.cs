using Npgsql;
using static Messaging.Fulfillment.Ledger.Postgres.PostgresStatement;

namespace Messaging.Fulfillment.Ledger.Postgres;

internal sealed partial class PostgresLedger
{
    /// <summary>
    /// Steps from account to account in the index: each is read by itself, so that the longest waiting of all of them
    /// are found without the rest. $1 vendor, $2 account.
    /// </summary>
    private const string WaitingAccounts =
        """
        with recursive accounts as (
          (select vendor, account from work where owner is null order by vendor, account limit 1)
          union all
          select n.vendor, n.account
          from accounts a cross join lateral (
            select w.vendor, w.account from work w
            where w.owner is null and (w.vendor, w.account) > (a.vendor, a.account)
            order by w.vendor, w.account
            limit 1) n),
        asked as (
          select vendor, account from accounts
          where ($1::text is null or vendor = $1) and ($2::text is null or account = $2))
        """;

    private const string WaitReasonOfW =
        "case when w.blocked_by is not null then 2 when w.due_at > $3 then 1 else 0 end";

    /// <summary>$3 now, $4 reason, $5 code, $6 in doubt, $7 received before.</summary>
    private const string IsAskedFor =
        $"""
        w.vendor = a.vendor and w.account = a.account and w.owner is null
          and ($4::integer is null or $4 = {WaitReasonOfW}) and ($5::text is null or coalesce(w.code, '') = $5)
          and ($6::boolean is null or w.may_be_done = $6) and ($7::timestamptz is null or w.received_at < $7)
        """;

    private const string ListWaiting =
        $"""
        {WaitingAccounts}
        select f.*
        from asked a cross join lateral (
          select w.event_id, w.vendor, w.account, w.order_no, {WaitReasonOfW}, w.may_be_done, w.attempts, w.code,
            w.received_at, w.due_at, w.deadline
          from work w
          where {IsAskedFor} and (w.received_at, w.event_id) > ($8, $9)
          order by w.received_at, w.event_id
          limit $10) f
        order by f.received_at, f.event_id
        limit $10
        """;

    private const string GroupWaiting =
        $"""
        {WaitingAccounts}
        select a.vendor, a.account, f.*
        from asked a cross join lateral (
          select {WaitReasonOfW} as reason, count(*), count(*) filter (where w.may_be_done), min(w.received_at)
          from work w
          where {IsAskedFor}
          group by 1) f
        order by a.vendor, a.account, f.reason
        """;

    /// <summary>In the columns of a claim that is due; the claim is the one that it had.</summary>
    private const string LockWaiting =
        """
        select e.event_id, null, e.event_type, e.vendor, e.account, e.order_no, e.occurred_at, e.received_at,
          e.deadline, e.payload, e.trace_parent, e.correlation_id, w.claim, w.attempts, w.may_be_done, w.alone, null,
          e.retry_of
        from work w join entries e on e.id = any(array[w.id])
        where w.event_id = any($1) and w.owner is null
        order by w.event_id
        for update of w skip locked
        """;

    private const string ReadUnsettled =
        """
        select e.event_id from entries e
        where e.event_id = any($1) and not exists (select from results r where r.id = any(array[e.id]))
        """;

    public Task<IReadOnlyList<WaitingOrder>> ListWaitingAsync(
        WaitingFilter filter,
        (DateTimeOffset ReceivedAt, Guid EventId)? after,
        int limit,
        CancellationToken cancellationToken) =>
        QueryAsync(
            ListWaiting,
            row => new WaitingOrder(
                row.GetGuid(0),
                row.GetString(1),
                row.GetString(2),
                row.GetString(3),
                (WaitReason)row.GetInt32(4),
                row.GetBoolean(5),
                row.GetInt32(6),
                row.ReadOrNull<string>(7),
                row.GetFieldValue<DateTimeOffset>(8),
                row.GetFieldValue<DateTimeOffset>(9),
                row.ReadOrNull<DateTimeOffset?>(10)),
            () =>
            [
                .. FilterValues(filter),
                Value(after?.ReceivedAt.ToUniversalTime() ?? DateTimeOffset.MinValue),
                Value(after?.EventId ?? Guid.Empty),
                Value(limit),
            ],
            cancellationToken);

    public Task<IReadOnlyList<WaitingGroup>> GroupWaitingAsync(
        WaitingFilter filter, CancellationToken cancellationToken) =>
        QueryAsync(
            GroupWaiting,
            row => new WaitingGroup(
                row.GetString(0),
                row.GetString(1),
                (WaitReason)row.GetInt32(2),
                row.GetInt64(3),
                row.GetInt64(4),
                row.GetFieldValue<DateTimeOffset>(5)),
            () => FilterValues(filter),
            cancellationToken);

    public Task<AnsweredOrders> AnswerWaitingAsync(
        IReadOnlyCollection<Guid> eventIds,
        Func<OrderEntry, StoredResult> answer,
        AuditNote note,
        CancellationToken cancellationToken) =>
        _transactions.RunAsync(
            async transaction =>
            {
                var asked = eventIds.Distinct().ToArray();
                var waiting = new List<OrderEntry>();
                await transaction.RunAsync(
                    new PostgresStatement(LockWaiting, row => waiting.Add(ReadOrder(row)), Value(asked)));
                Guid[] answered = [.. waiting.Select(entry => entry.EventId)];
                if (answered.Length > 0)
                {
                    var finals = waiting.Select(
                        entry => new Settlement.Final(entry.Key, entry.Attempts, answer(entry)));
                    await transaction.RunAsync(
                    [
                        .. finals.Chunk(MostResultsInRow).Select(some => FinishAll(some, owner: null, lost: [])),
                        WakeAll(answered),
                        Note(note, answered.Length),
                    ]);
                }

                var inWork = new List<Guid>();
                await transaction.RunAsync(
                    new PostgresStatement(ReadUnsettled, row => inWork.Add(row.GetGuid(0)), Value(asked)));
                return new AnsweredOrders(answered, inWork, [.. asked.Except(answered).Except(inWork)]);
            },
            cancellationToken);

    private NpgsqlParameter[] FilterValues(WaitingFilter filter) =>
    [
        Value(filter.Vendor),
        Value(filter.Account),
        Value(Now),
        Value((int?)filter.Reason),
        Value(filter.Code),
        Value(filter.InDoubt),
        Value(filter.ReceivedBefore?.ToUniversalTime()),
    ];
}
