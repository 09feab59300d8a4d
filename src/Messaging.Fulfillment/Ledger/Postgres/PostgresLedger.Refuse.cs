using static Messaging.Fulfillment.Ledger.Postgres.PostgresStatement;

namespace Messaging.Fulfillment.Ledger.Postgres;

internal sealed partial class PostgresLedger
{
    /// <summary>Without a place: nothing of its order waits for it.</summary>
    private const string InsertRefused =
        $$"""
        insert into entries ({{EntryColumns}})
        select * from unnest({{EntryValues}}) as given ({{EntryColumns}})
        {{InKeyOrder}}
        on conflict (event_id) do nothing
        returning event_id, id
        """;

    private const string StoreRefused =
        """
        with given as (
          select * from unnest($1::bigint[], $2::text[], $7::text[], $8::text[]) as given (id, json, reason, code)),
        stored as (
          insert into results (id, succeeded, attempts, json, settled_at, settled_in)
          select id, false, 0, json, $5, $6 from given),
        failed as (
          insert into failures (id, event_id, vendor, account, order_no, reason, code, settled_at)
          select e.id, e.event_id, e.vendor, e.account, e.order_no, g.reason, g.code, $5
          from given g join entries e on e.id = any(array[g.id])),
        queued as (
          insert into outbox (id, vendor, owner, settled_at, ids) select $6, $4, $3, $5, array_agg(id) from given)
        insert into tallies (vendor, received, succeeded, failed) select $4, count(*), 0, count(*) from given
        """;

    public async Task<RefusalResult> RefuseAsync(
        IReadOnlyList<Refusal> refusals, CancellationToken cancellationToken)
    {
        if (refusals.Count == 0)
            return new RefusalResult(new HashSet<Guid>(), 0, []);

        var given = new GivenOrders([.. refusals.Select(refusal => refusal.Order)]);
        var results = refusals.DistinctBy(refusal => refusal.Order.EventId)
            .ToDictionary(refusal => refusal.Order.EventId, refusal => refusal.Result);
        return await _transactions.RunAsync(
            async transaction =>
            {
                var added = new List<(Guid EventId, long Id)>(refusals.Count);
                await transaction.RunAsync(new PostgresStatement(
                    InsertRefused, row => added.Add((row.GetGuid(0), row.GetInt64(1))), GetEntryValues(given.First)));
                if (added.Count > 0)
                {
                    await transaction.RunAsync([.. added.Chunk(MostResultsInRow).Select(some => new PostgresStatement(
                        StoreRefused,
                        null,
                        Column(some, row => row.Id),
                        Column(some, row => results[row.EventId].Json),
                        Value(_worker),
                        Value(refusals[0].Order.Vendor),
                        Value(Now),
                        Value(NextRow()),
                        Column(some, row => ReasonOf(results[row.EventId])),
                        Column(some, row => results[row.EventId].Code)))]);
                }

                var recorded = added.Select(row => row.EventId).ToHashSet();
                return new RefusalResult(
                    recorded,
                    refusals.Count - recorded.Count,
                    await FindConflictingAsync(transaction, given.FindKnown(recorded.Contains)));
            },
            cancellationToken);
    }
}
