using Npgsql;
using static Messaging.Fulfillment.Ledger.Postgres.PostgresStatement;

namespace Messaging.Fulfillment.Ledger.Postgres;

internal sealed partial class PostgresLedger
{
    /// <summary>
    /// An array of more is stored apart from its row, and unpacked for each entry that is looked up in it.
    /// </summary>
    private const int MostIdsInRow = 200;

    private const string EntryColumns =
        "event_id, event_type, vendor, account, order_no, occurred_at, received_at, deadline, payload, trace_parent, "
            + "correlation_id, retry_of";

    /// <summary>The values of <see cref="EntryColumns"/>, each an array.</summary>
    private const string EntryValues =
        "$1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[], "
            + "$8::timestamptz[], $9::text[], $10::text[], $11::uuid[], $12::uuid[]";

    /// <summary>
    /// Rows are written in the order of their keys, so that workers that bring the same ones wait for each other and do
    /// not deadlock.
    /// </summary>
    private const string InKeyOrder = "order by order_no, account, vendor, occurred_at, event_id";

    private const string InOrderOfTime = "order by occurred_at, event_id";

    /// <summary>
    /// Takes on what is new, and claims as fresh what is the first of its order that anybody has brought and is not on
    /// hold: nothing of such an order waits, is claimed or has succeeded, and the index says so in one step. Should two
    /// workers bring an order at the same moment, entries_order fails the second, which then sees the first.
    /// </summary>
    private const string InsertNew =
        $$"""
        with given as (
          select x.*, (
              select true from entries e
              where e.order_no = x.order_no and e.account = x.account and e.vendor = x.vendor
              limit 1) is null
            and row_number() over (partition by order_no, account, vendor {{InOrderOfTime}}) = 1 as is_first
          from unnest({{EntryValues}}, $13::bigint[]) as x ({{EntryColumns}}, claimed_in)),
        new as (
          insert into entries ({{EntryColumns}}, is_first, claimed_in)
          select {{EntryColumns}}, nullif(is_first, false),
            case when is_first and account <> all($16::text[]) then claimed_in end
          from given
          {{InKeyOrder}}
          on conflict (event_id) do nothing
          returning event_id, id, vendor, claimed_in),
        claimed as (
          insert into claims (id, owner, in_doubt, ids)
          select claimed_in, $14, not $15, array_agg(id) from new where claimed_in is not null group by claimed_in),
        tallied as (
          insert into tallies (vendor, received, succeeded, failed)
          select vendor, count(*), 0, 0 from new group by vendor)
        select event_id, id, claimed_in from new
        """;

    /// <summary>
    /// Which claimed entries are older than one of their order that was or may have been done (invariant 4). A
    /// statement of its own, begun when they are claimed: nothing of their orders can be settled any more that it would
    /// not see.
    /// </summary>
    private const string FindSuperseded =
        """
        select x.event_id
        from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[])
          as x (event_id, order_no, account, vendor, occurred_at)
        where (
          select true from results r
          where r.order_no = x.order_no and r.account = x.account and r.vendor = x.vendor
            and r.occurred_at > x.occurred_at
          limit 1)
        or (
          select true from entries o join results r on r.id = any(array[o.id])
          where o.order_no = x.order_no and o.account = x.account and o.vendor = x.vendor and o.is_first
            and o.occurred_at > x.occurred_at and r.succeeded
          limit 1)
        """;

    private const string ReadIdentities =
        "select event_id, event_type, vendor, account, order_no from entries where event_id = any($1)";

    public async Task<ClaimResult> ClaimAsync(
        IReadOnlyList<OrderEntry> orders, ClaimTerms terms, CancellationToken cancellationToken)
    {
        if (orders.Count == 0)
            return new ClaimResult([], 0, 0, []);

        var (result, fresh) = await _transactions.RunAsync(
            transaction => ClaimAsync(transaction, orders, terms), cancellationToken);
        _places.Claimed(fresh);
        return result;
    }

    private async Task<(ClaimResult Result, Dictionary<Guid, FreshEntry> Fresh)> ClaimAsync(
        PostgresTransaction transaction, IReadOnlyList<OrderEntry> orders, ClaimTerms terms)
    {
        // Before the claim: a lease that is lost meanwhile has a later epoch.
        var epoch = LeaseEpoch;
        var given = new GivenOrders(orders);
        var added = new HashSet<Guid>();
        var fresh = new Dictionary<Guid, FreshEntry>();
        await transaction.RunAsync(new PostgresStatement(
            InsertNew,
            row =>
            {
                added.Add(row.GetGuid(0));
                if (!row.IsDBNull(2))
                    fresh.Add(row.GetGuid(0), new(row.GetInt64(1), orders[0].Vendor, row.GetInt64(2)));
            },
            [
                .. GetEntryValues(given.First),
                Value(GroupByAccount(given.First)),
                Value(_worker),
                Value(terms.RecordsSendIntent),
                Value(terms.OnHold.ToArray()),
            ]));
        var others = given.First.Where(
            order => added.Contains(order.EventId) && !fresh.ContainsKey(order.EventId));
        var (claimed, superseded) = await TakeOnAsync(transaction, [.. others], terms);
        var result = new ClaimResult(
            [.. given.First
                .Where(order => fresh.ContainsKey(order.EventId) || claimed.Contains(order.EventId))
                .Select(order => Fresh(order, superseded.Contains(order.EventId), epoch))],
            added.Count,
            orders.Count - added.Count,
            await FindConflictingAsync(transaction, given.FindKnown(added.Contains)));
        return (result, fresh);
    }

    private static NpgsqlParameter[] GetEntryValues(IReadOnlyList<OrderEntry> orders) =>
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
        Column(orders, order => order.RetryOf),
    ];

    /// <summary>
    /// The row of claims of each order. Calls are made for an account: what is claimed in one row is sent and settled
    /// in few.
    /// </summary>
    private long[] GroupByAccount(IReadOnlyList<OrderEntry> orders)
    {
        var rows = new long[orders.Count];
        var open = new Dictionary<string, (long Row, int Ids)>(StringComparer.Ordinal);
        for (var i = 0; i < rows.Length; i++)
        {
            var (row, ids) = open.GetValueOrDefault(orders[i].Account);
            if (ids % MostIdsInRow == 0)
                row = NextRow();
            open[orders[i].Account] = (row, ids + 1);
            rows[i] = row;
        }

        return rows;
    }

    private static PostgresStatement Superseded(IReadOnlyList<OrderEntry> claimed, HashSet<Guid> superseded) => new(
        FindSuperseded,
        row => superseded.Add(row.GetGuid(0)),
        Column(claimed, order => order.EventId),
        Column(claimed, order => order.OrderNo),
        Column(claimed, order => order.Account),
        Column(claimed, order => order.Vendor),
        Column(claimed, order => order.OccurredAt.ToUniversalTime()));

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
