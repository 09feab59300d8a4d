using static Messaging.Fulfillment.Ledger.Postgres.PostgresStatement;

namespace Messaging.Fulfillment.Ledger.Postgres;

internal sealed partial class PostgresLedger
{
    private const string StoreRefused =
        """
        with given as (select * from unnest($1::uuid[], $2::bigint[], $3::text[]) as given (event_id, id, json)),
        stored as (
          insert into results (id, owner, succeeded, attempts, json, settled_at)
          select id, $4, false, 0, json, $6 from given),
        queued as (
          insert into outbox (event_id, id, vendor, owner, settled_at) select event_id, id, $5, $4, $6 from given)
        insert into tallies (vendor, received, succeeded, failed) select $5, count(*), 0, count(*) from given
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
                    InsertEntries, row => added.Add((row.GetGuid(0), row.GetInt64(1))), EntryColumns(given.First)));
                if (added.Count > 0)
                {
                    await transaction.RunAsync(new PostgresStatement(
                        StoreRefused,
                        null,
                        Column(added, row => row.EventId),
                        Column(added, row => row.Id),
                        Column(added, row => results[row.EventId].Json),
                        Value(_worker),
                        Value(refusals[0].Order.Vendor),
                        Value(Now)));
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
