using static Messaging.Fulfillment.Ledger.Postgres.PostgresStatement;

namespace Messaging.Fulfillment.Ledger.Postgres;

internal sealed partial class PostgresLedger
{
    private const string Confirm =
        """
        with gone as (delete from outbox where event_id = any($1) returning id)
        update results r set published_at = $2 from gone where r.id = any(array[gone.id])
        """;

    private const string Take =
        """
        with taken as (
          update outbox o set owner = $1
          from (select event_id from outbox where owner is null order by settled_at, event_id
            limit $2 for update skip locked) unowned
          where o.event_id = unowned.event_id
          returning o.event_id, o.id, o.vendor, o.settled_at)
        select t.event_id, t.vendor, r.succeeded, r.json, e.trace_parent, e.correlation_id
        from taken t join results r on r.id = t.id join entries e on e.id = t.id
        order by t.settled_at, t.event_id
        """;

    public async Task MarkPublishedAsync(IReadOnlyList<Guid> eventIds, CancellationToken cancellationToken)
    {
        if (eventIds.Count == 0)
            return;

        await _transactions.RunAsync(
            async transaction =>
            {
                await transaction.RunAsync(
                    new PostgresStatement(Confirm, null, Column(eventIds, id => id), Value(Now)));
                return true;
            },
            cancellationToken);
    }

    public async Task<IReadOnlyList<StoredResult>> TakeUnpublishedAsync(int limit, CancellationToken cancellationToken)
    {
        await ReclaimExpiredAsync(cancellationToken);
        return await _transactions.RunAsync(
            async transaction =>
            {
                var results = new List<StoredResult>();
                await transaction.RunAsync(new PostgresStatement(
                    Take,
                    row => results.Add(new StoredResult(
                        row.GetGuid(0),
                        row.GetString(1),
                        row.GetBoolean(2),
                        row.GetString(3),
                        row.ReadOrNull<string>(4),
                        row.ReadOrNull<Guid?>(5))),
                    Value(_worker),
                    Value(limit)));
                return results;
            },
            cancellationToken);
    }
}
