namespace Messaging.Fulfillment.Ledger.Sqlite;

internal sealed partial class SqliteLedger
{
    /// <summary>
    /// Not the id of an entry that was purged, where a row of claims still names it: ranges do not overlap.
    /// </summary>
    private const string NextId =
        """
        select 1 + max(
          coalesce((select max(id) from entries), 0),
          coalesce((select last from claims order by first desc limit 1), 0))
        """;

    /// <summary>Says whether it is the first of its order that anybody has brought.</summary>
    private const string InsertEntry =
        """
        insert into entries (
          id, event_id, event_type, vendor, account, order_no, occurred_at, received_at, deadline, payload,
          trace_parent, correlation_id, retry_of)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        on conflict (event_id) do nothing
        returning not exists (
          select 1 from entries f indexed by entries_order
          where f.order_no = $6 and f.account = $5 and f.vendor = $4 and f.id < $1)
        """;

    /// <summary>
    /// Is the order in work, or does another of its entries come before this new one? See invariant 3.
    /// </summary>
    private const string IsBlocked =
        $$"""
        select 1 from work b indexed by work_claimed
        where b.order_no = $1 and b.account = $2 and b.vendor = $3 and b.owner is not null
        union all
        select 1 from work b indexed by work_order
        where b.order_no = $1 and b.account = $2 and b.vendor = $3
          and {{SqlitePrecedence.B}} < {{SqlitePrecedence.New}}
        union all
        select 1 {{SqliteFresh.OfOrder}}
        limit 1
        """;

    private const string InsertWork =
        """
        insert into work (event_id, id, vendor, account, order_no, occurred_at, received_at, deadline, due_at, owner,
          claim, may_be_done)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """;

    private const string HasNewerSuccess =
        $"""
        select 1 from results indexed by results_applied
        where order_no = $1 and account = $2 and vendor = $3 and occurred_at > $4
        union all
        select 1 from entries e join results r on r.id = e.id
        where e.id = {SqliteFresh.FirstOfOrder} and e.occurred_at > $4 and r.succeeded
        limit 1
        """;

    private const string ReadIdentity =
        "select event_type, vendor, account, order_no from entries where event_id = $1";

    public Task<ClaimResult> ClaimAsync(
        IReadOnlyList<OrderEntry> orders, ClaimTerms terms, CancellationToken cancellationToken) =>
        WriteAsync(db => Claim(db, orders, terms), cancellationToken);

    private ClaimResult Claim(SqliteSession db, IReadOnlyList<OrderEntry> orders, ClaimTerms terms)
    {
        var given = new GivenOrders(orders);
        var onHold = terms.OnHold.ToHashSet(StringComparer.Ordinal);
        var added = new Dictionary<Guid, OrderEntry?>();
        var fresh = new List<long>();
        var id = db.First(NextId, row => row.GetInt64(0));
        // In their order of precedence, so that each finds those before it already.
        foreach (var order in given.First.OrderBy(order => order.OccurredAt).ThenBy(order => order.EventId))
        {
            if (Insert(db, order, id) is not { } isFirst)
                continue;
            var isOnHold = onHold.Contains(order.Account);
            var isFresh = isFirst && !isOnHold;
            if (isFresh)
                fresh.Add(id);
            var isClaimed = isFresh || TakeOn(db, order, id, isOnHold, terms.RecordsSendIntent);
            var superseded = isClaimed && !isFresh && IsSuperseded(db, order);
            added.Add(order.EventId, isClaimed ? Claimed(order, superseded) : null);
            id++;
        }

        if (fresh.Count > 0)
            AddClaims(db, fresh[0], fresh[^1], !terms.RecordsSendIntent);
        if (added.Count > 0)
            SqliteCounters.Add(db, orders[0].Vendor, received: added.Count);
        return new ClaimResult(
            [.. given.First.Select(order => added.GetValueOrDefault(order.EventId)).OfType<OrderEntry>()],
            added.Count,
            orders.Count - added.Count,
            FindConflicting(db, given.FindKnown(added.ContainsKey)));
    }

    /// <summary>Those whose ids were recorded for something else.</summary>
    private static List<OrderEntry> FindConflicting(SqliteSession db, IReadOnlyList<OrderEntry> known) =>
    [
        .. known.Where(order => db.First(
            ReadIdentity,
            row => new EventIdentity(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3)),
            order.EventId.ToBlob()) is { } identity && !identity.IsOf(order)),
    ];

    /// <returns>Whether it is the first of its order; null where it is known.</returns>
    private static bool? Insert(SqliteSession db, OrderEntry order, long id) => db.First<bool?>(
        InsertEntry,
        row => row.GetBoolean(0),
        id,
        order.EventId.ToBlob(),
        order.EventType,
        order.Vendor,
        order.Account,
        order.OrderNo,
        order.OccurredAt.ToMicroseconds(),
        order.ReceivedAt.ToMicroseconds(),
        order.Deadline?.ToMicroseconds(),
        order.Payload,
        order.TraceParent,
        order.CorrelationId?.ToBlob(),
        order.RetryOf?.ToBlob());

    /// <returns>True when it is claimed, false when it waits, for its account or behind another.</returns>
    private bool TakeOn(SqliteSession db, OrderEntry order, long id, bool isOnHold, bool recordsSendIntent)
    {
        var eventId = order.EventId.ToBlob();
        var occurredAt = order.OccurredAt.ToMicroseconds();
        var free = !isOnHold && !db.Any(IsBlocked, order.OrderNo, order.Account, order.Vendor, occurredAt, eventId);
        db.Execute(
            InsertWork,
            eventId,
            id,
            order.Vendor,
            order.Account,
            order.OrderNo,
            occurredAt,
            order.ReceivedAt.ToMicroseconds(),
            order.Deadline?.ToMicroseconds(),
            Now,
            free ? _owner : null,
            free,
            free && !recordsSendIntent);
        return free;
    }

    private static bool IsSuperseded(SqliteSession db, OrderEntry order) =>
        db.Any(HasNewerSuccess, order.OrderNo, order.Account, order.Vendor, order.OccurredAt.ToMicroseconds());

    private static OrderEntry Claimed(OrderEntry order, bool superseded) =>
        order with { Claim = 1, LeaseEpoch = 0, Attempts = 0, InDoubt = false, Alone = false, Superseded = superseded };
}
