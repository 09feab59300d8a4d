using Npgsql;
using static Messaging.Fulfillment.Ledger.Postgres.PostgresStatement;

namespace Messaging.Fulfillment.Ledger.Postgres;

internal sealed partial class PostgresLedger
{
    /// <summary>
    /// Rows are written in the order of their keys, so that workers that bring the same ones wait for each other and do
    /// not deadlock.
    /// </summary>
    private const string InsertEntries =
        """
        insert into entries (
          event_id, event_type, vendor, account, order_no, occurred_at, received_at, deadline, payload,
          trace_parent, correlation_id)
        select * from unnest(
          $1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[],
          $8::timestamptz[], $9::text[], $10::text[], $11::uuid[])
          as given (event_id, event_type, vendor, account, order_no, occurred_at, received_at, deadline, payload,
            trace_parent, correlation_id)
        order by event_id
        on conflict (event_id) do nothing
        returning event_id, id, vendor, account, order_no, occurred_at, received_at, deadline
        """;

    /// <summary>
    /// Takes on what is new and claims what is not on hold and has no other entry of its order before it (invariant 3).
    /// Should two workers claim one order at the same moment, the index work_claimed fails the second, which then sees
    /// the first.
    /// </summary>
    private const string InsertNew =
        $$"""
        with new as (
          {{InsertEntries}}),
        placed as (
          select *,
            account not in (select unnest($15::text[]))
            and row_number() over (partition by order_no, account, vendor order by occurred_at, event_id) = 1
            and not exists (
              select from work b
              where b.order_no = new.order_no and b.account = new.account and b.vendor = new.vendor
                and b.owner is not null)
            and not exists (
              select from work b
              where b.order_no = new.order_no and b.account = new.account and b.vendor = new.vendor
                and {{PostgresPrecedence.B}} < {{PostgresPrecedence.New}}) as free
          from new),
        tallied as (
          insert into tallies (vendor, received, succeeded, failed)
          select vendor, count(*), 0, 0 from new group by vendor)
        insert into work (event_id, id, vendor, account, order_no, occurred_at, received_at, deadline, due_at, owner,
          claim, may_be_done)
        select event_id, id, vendor, account, order_no, occurred_at, received_at, deadline, $12,
          case when free then $13 end, free::integer, free and not $14
        from placed
        order by order_no, account, vendor
        returning event_id, owner is not null
        """;

    /// <summary>
    /// Which claimed entries are older than one of their order that succeeded (invariant 4). A statement of its own,
    /// begun when they are claimed: nothing of their orders can be settled any more that it would not see.
    /// </summary>
    private const string FindSuperseded =
        """
        select w.event_id
        from work w
        where w.event_id = any($1) and w.owner is not distinct from $2 and exists (
          select from results r
          where r.order_no = w.order_no and r.account = w.account and r.vendor = w.vendor
            and r.occurred_at > w.occurred_at and r.succeeded
          offset 0)
        """;

    private const string ReadIdentities =
        "select event_id, event_type, vendor, account, order_no from entries where event_id = any($1)";

    public async Task<ClaimResult> ClaimAsync(
        IReadOnlyList<OrderEntry> orders, ClaimTerms terms, CancellationToken cancellationToken)
    {
        if (orders.Count == 0)
            return new ClaimResult([], 0, 0, []);

        var given = new GivenOrders(orders);
        return await _transactions.RunAsync(
            async transaction =>
            {
                // Before the claim: a lease that is lost meanwhile has a later epoch.
                var epoch = LeaseEpoch;
                var added = new Dictionary<Guid, bool>();
                var superseded = new HashSet<Guid>();
                await transaction.RunAsync(
                    new PostgresStatement(
                        InsertNew,
                        row => added.Add(row.GetGuid(0), row.GetBoolean(1)),
                        [
                            .. EntryColumns(given.First),
                            Value(Now),
                            Value(_worker),
                            Value(terms.RecordsSendIntent),
                            Value(terms.OnHold.ToArray()),
                        ]),
                    Superseded(given.First, superseded));
                return new ClaimResult(
                    [.. given.First
                        .Where(order => added.GetValueOrDefault(order.EventId))
                        .Select(order => Fresh(order, superseded.Contains(order.EventId), epoch))],
                    added.Count,
                    orders.Count - added.Count,
                    await FindConflictingAsync(transaction, given.FindKnown(added.ContainsKey)));
            },
            cancellationToken);
    }

    /// <summary>An event's columns in the table of entries, from event_id to correlation_id.</summary>
    private static NpgsqlParameter[] EntryColumns(IReadOnlyList<OrderEntry> orders) =>
    [
        Column(orders, order => order.EventId),
        Column(orders, order => order.EventType),
        Column(orders, order => order.Vendor),
        Column(orders, order => order.Account),
        Column(orders, order => order.OrderNo),
        Column(orders, order => order.OccurredAt.ToUniversalTime()),
        Column(orders, order => order.ReceivedAt.ToUniversalTime()),
        Column(orders, order => order.Deadline?.ToUniversalTime()),
        Column(orders, order => order.Payload),
        Column(orders, order => order.TraceParent),
        Column(orders, order => order.CorrelationId),
    ];

    /// <summary>Those whose ids were recorded for something else.</summary>
    private static async Task<IReadOnlyList<OrderEntry>> FindConflictingAsync(
        PostgresTransaction transaction, IReadOnlyList<OrderEntry> known)
    {
        if (known.Count == 0)
            return [];

        var identities = new Dictionary<Guid, EventIdentity>(known.Count);
        await transaction.RunAsync(new PostgresStatement(
            ReadIdentities,
            row => identities[row.GetGuid(0)] =
                new(row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4)),
            Column(known, order => order.EventId)));
        return [.. known.Where(
            order => identities.TryGetValue(order.EventId, out var identity) && !identity.IsOf(order))];
    }

    private PostgresStatement Superseded(IReadOnlyList<OrderEntry> claimed, HashSet<Guid> superseded) => new(
        FindSuperseded, row => superseded.Add(row.GetGuid(0)), Column(claimed, order => order.EventId), Value(_worker));

    private static OrderEntry Fresh(OrderEntry order, bool superseded, int epoch) => order with
    {
        Claim = 1,
        LeaseEpoch = epoch,
        Attempts = 0,
        InDoubt = false,
        Alone = false,
        Superseded = superseded,
    };
}
