namespace Messaging.Fulfillment.Ledger.Sqlite;

internal sealed partial class SqliteLedger
{
    public Task MarkPublishedAsync(IReadOnlyList<Guid> eventIds, CancellationToken cancellationToken) =>
        WriteAsync(
            db => eventIds.Count(eventId =>
            {
                var id = db.First(
                    "delete from outbox where event_id = $1 returning id", row => row.GetInt64(0), eventId.ToBlob());
                return id != 0 && db.Execute("update results set published_at = $2 where id = $1", id, Now) == 1;
            }),
            cancellationToken);

    public Task<IReadOnlyList<StoredResult>> TakeUnpublishedAsync(int limit, CancellationToken cancellationToken) =>
        WriteAsync<IReadOnlyList<StoredResult>>(
            db =>
            {
                var results = db.Query(
                    """
                    select o.event_id, o.vendor, r.succeeded, r.json, e.trace_parent, e.correlation_id
                    from outbox o join results r using (id) join entries e using (id)
                    where o.owner is null
                    order by o.settled_at, o.event_id
                    limit $1
                    """,
                    row => new StoredResult(
                        row.ReadId(0),
                        row.GetString(1),
                        row.GetBoolean(2),
                        row.GetString(3),
                        row.ReadTextOrNull(4),
                        row.ReadIdOrNull(5)),
                    limit);
                foreach (var result in results)
                    db.Execute("update outbox set owner = $2 where event_id = $1", result.EventId.ToBlob(), _owner);
                return results;
            },
            cancellationToken);
}
