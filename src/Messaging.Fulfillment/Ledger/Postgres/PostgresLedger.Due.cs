using Npgsql;
using static Messaging.Fulfillment.Ledger.Postgres.PostgresStatement;

namespace Messaging.Fulfillment.Ledger.Postgres;

internal sealed partial class PostgresLedger
{
    /// <summary>
    /// Claims the due entries that no other entry precedes, and names for the rest the entry to wait for: the one just
    /// before in precedence, so that its end wakes one entry and not all; or else the claimed one of the order, in work
    /// or fresh.
    /// </summary>
    private const string ClaimFree =
        $$"""
        , judged as (
          select x.*, coalesce(
            (select b.event_id {{PostgresPrecedence.BOfX}}
               and {{PostgresPrecedence.B}} < {{PostgresPrecedence.Due}}
             order by {{PostgresPrecedence.LastOfBFirst}}
             limit 1),
            (select b.event_id {{PostgresPrecedence.BOfX}} and b.owner is not null)) as blocker,
            ({{PostgresPrecedence.FreshOfX}}) as fresh
          from due x),
        claimed as (
          update work set owner = $4, claim = claim + 1, may_be_done = may_be_done or not $5
          where event_id = any(array(select event_id from judged where blocker is null and fresh is null)))
        select j.event_id, j.blocker, e.event_type, e.vendor, e.account, e.order_no, e.occurred_at, e.received_at,
          e.deadline, e.payload, e.trace_parent, e.correlation_id, j.claim + 1, j.attempts, j.may_be_done, j.alone,
          j.fresh, e.retry_of
        from judged j join entries e on e.id = any(array[j.id])
        order by j.due_at, j.event_id
        """;

    private const string ClaimDue = PostgresDue.All + ClaimFree;

    private const string ClaimDueExceptOnHold = PostgresDue.ExceptOnHold + ClaimFree;

    /// <summary>
    /// Blocks the rest until the entry they wait for has ended. That entry is locked and checked once more, so that its
    /// end is either seen here or wakes them later. One that cannot be locked at once is being changed: they stay due,
    /// and are looked at next time.
    /// </summary>
    private const string Block =
        $$"""
        with pairs as (
          select w.event_id as waiter, b.event_id as blocker
          from unnest($1::uuid[], $2::uuid[]) as p (waiter, blocker)
          join work w on w.event_id = any(array[p.waiter])
          join work b on b.event_id = any(array[p.blocker])
            and (b.owner is not null or {{PostgresPrecedence.B}} < {{PostgresPrecedence.W}})
          for share of b skip locked)
        update work set blocked_by = p.blocker
        -- Sorted, so that all are locked before the first is changed: one changed by this very statement could not be
        -- locked by it.
        from (select waiter, blocker from pairs order by waiter) p
        where event_id = any(array[p.waiter])
        returning event_id
        """;

    /// <summary>
    /// What a fresh entry holds up waits for its row of claims: whoever settles it locks that first. A settlement that
    /// has begun is waited for, and <see cref="BlockByFresh"/>, a statement of its own, sees what it did.
    /// </summary>
    private const string LockFresh =
        """
        select c.id from claims c
        where c.id = any(array(select claimed_in from entries where event_id = any($1)))
        order by c.id
        for share
        """;

    private const string BlockByFresh =
        """
        update work set blocked_by = p.blocker
        from (
          select p.waiter, p.blocker
          from unnest($1::uuid[], $2::uuid[]) as p (waiter, blocker)
          join entries e on e.event_id = any(array[p.blocker])
          join claims c on c.id = any(array[e.claimed_in])
          where e.id = any(c.ids) and not exists (select from results r where r.id = any(array[e.id]))) p
        where event_id = any(array[p.waiter])
        returning event_id
        """;

    public async Task<IReadOnlyList<OrderEntry>> ClaimDueAsync(
        string vendor, ClaimTerms terms, int limit, DateTimeOffset overdueBefore, CancellationToken cancellationToken)
    {
        await ReclaimExpiredAsync(cancellationToken);
        while (true)
        {
            var (claimed, blocked) = await _transactions.RunAsync(
                transaction => ClaimRoundAsync(transaction, vendor, terms, limit, overdueBefore), cancellationToken);
            // A round full of entries that have to wait says nothing about those that come after them.
            if (claimed.Count > 0 || blocked < limit)
                return claimed;
        }
    }

    private async Task<(List<OrderEntry> Claimed, int Blocked)> ClaimRoundAsync(
        PostgresTransaction transaction, string vendor, ClaimTerms terms, int limit, DateTimeOffset overdueBefore)
    {
        // Before the claim: a lease that is lost meanwhile has a later epoch.
        var epoch = LeaseEpoch;
        var claimed = new List<OrderEntry>();
        var waiting = new List<(Guid Waiter, Guid Blocker)>();
        var waitingForFresh = new List<(Guid Waiter, Guid Blocker)>();
        await transaction.RunAsync(
            new PostgresStatement(
                terms.OnHold.Count == 0 ? ClaimDue : ClaimDueExceptOnHold,
                row =>
                {
                    if (!row.IsDBNull(1))
                        waiting.Add((row.GetGuid(0), row.GetGuid(1)));
                    else if (!row.IsDBNull(16))
                        waitingForFresh.Add((row.GetGuid(0), row.GetGuid(16)));
                    else
                        claimed.Add(ReadOrder(row));
                },
                Value(vendor),
                Value(Now),
                Value(limit),
                Value(_worker),
                Value(terms.RecordsSendIntent),
                Value(terms.OnHold.Distinct(StringComparer.Ordinal).ToArray()),
                Value(overdueBefore.ToUniversalTime())));

        if (claimed.Count + waiting.Count + waitingForFresh.Count == 0)
            return (claimed, 0);

        var superseded = new HashSet<Guid>();
        var blocked = 0;
        await transaction.RunAsync(
            Superseded(claimed, superseded),
            new PostgresStatement(Block, _ => blocked++, Waiters(waiting), Blockers(waiting)),
            new PostgresStatement(LockFresh, _ => { }, Blockers(waitingForFresh)),
            new PostgresStatement(BlockByFresh, _ => blocked++, Waiters(waitingForFresh), Blockers(waitingForFresh)));
        return (
            [.. claimed.Select(
                order => order with { LeaseEpoch = epoch, Superseded = superseded.Contains(order.EventId) })],
            blocked);
    }

    private static NpgsqlParameter Waiters(List<(Guid Waiter, Guid Blocker)> pairs) =>
        Column(pairs, pair => pair.Waiter);

    private static NpgsqlParameter Blockers(List<(Guid Waiter, Guid Blocker)> pairs) =>
        Column(pairs, pair => pair.Blocker);

    private static OrderEntry ReadOrder(NpgsqlDataReader row) => new()
    {
        EventId = row.GetGuid(0),
        EventType = row.GetString(2),
        Vendor = row.GetString(3),
        Account = row.GetString(4),
        OrderNo = row.GetString(5),
        OccurredAt = row.GetFieldValue<DateTimeOffset>(6),
        ReceivedAt = row.GetFieldValue<DateTimeOffset>(7),
        Deadline = row.ReadOrNull<DateTimeOffset?>(8),
        Payload = row.GetString(9),
        TraceParent = row.ReadOrNull<string>(10),
        CorrelationId = row.ReadOrNull<Guid?>(11),
        RetryOf = row.ReadOrNull<Guid?>(17),
        Claim = row.GetInt32(12),
        Attempts = row.GetInt32(13),
        InDoubt = row.GetBoolean(14),
        Alone = row.GetBoolean(15),
    };
}
