namespace Messaging.Fulfillment.Ledger.Sqlite;

internal sealed partial class SqliteLedger
{
    public Task<RefusalResult> RefuseAsync(IReadOnlyList<Refusal> refusals, CancellationToken cancellationToken) =>
        WriteAsync(
            db =>
            {
                var given = new GivenOrders([.. refusals.Select(refusal => refusal.Order)]);
                var recorded = new HashSet<Guid>();
                var results = new SqliteResults(db, _owner, Now);
                var id = db.First(NextId, row => row.GetInt64(0));
                foreach (var (order, result) in refusals.DistinctBy(refusal => refusal.Order.EventId))
                {
                    if (Insert(db, order, id) is null)
                        continue;
                    recorded.Add(order.EventId);
                    results.Add(new(id++, order.Vendor), result, attempts: 0, call: null);
                }

                results.Enqueue();
                if (recorded.Count > 0)
                    SqliteCounters.Add(db, refusals[0].Order.Vendor, received: recorded.Count);
                return new RefusalResult(
                    recorded,
                    refusals.Count - recorded.Count,
                    FindConflicting(db, given.FindKnown(recorded.Contains)));
            },
            cancellationToken);
}
