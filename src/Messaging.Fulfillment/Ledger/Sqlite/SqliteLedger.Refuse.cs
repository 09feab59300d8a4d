namespace Messaging.Fulfillment.Ledger.Sqlite;

internal sealed partial class SqliteLedger
{
    private const string StoreRefused =
        "insert into results (id, owner, succeeded, attempts, json, settled_at) values ($1, $2, 0, 0, $3, $4)";

    public Task<RefusalResult> RefuseAsync(IReadOnlyList<Refusal> refusals, CancellationToken cancellationToken) =>
        WriteAsync(
            db =>
            {
                var given = new GivenOrders([.. refusals.Select(refusal => refusal.Order)]);
                var recorded = new HashSet<Guid>();
                foreach (var (order, result) in refusals.DistinctBy(refusal => refusal.Order.EventId))
                {
                    if (!TryInsert(db, order, out var id))
                        continue;
                    recorded.Add(order.EventId);
                    db.Execute(StoreRefused, id, _owner, result.Json, Now);
                    Enqueue(db, order.EventId.ToBlob(), id, order.Vendor);
                }

                if (recorded.Count > 0)
                    AddToCounters(db, refusals[0].Order.Vendor, recorded.Count, 0, recorded.Count);
                return new RefusalResult(
                    recorded,
                    refusals.Count - recorded.Count,
                    FindConflicting(db, given.FindKnown(recorded.Contains)));
            },
            cancellationToken);
}
