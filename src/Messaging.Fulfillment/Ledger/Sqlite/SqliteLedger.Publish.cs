using Microsoft.Data.Sqlite;

namespace Messaging.Fulfillment.Ledger.Sqlite;

internal sealed partial class SqliteLedger
{
    private const string FindNumbers =
        """
        select r.number
        from json_each($1) g cross join entries e on e.event_id = unhex(g.value) cross join results r on r.id = e.id
        order by r.number
        """;

    private const string FindUnowned =
        """
        select first, last from outbox indexed by outbox_waiting
        where owner is null and published_at is null
        order by settled_at, first
        limit $1
        """;

    private const string ReadResults =
        """
        select e.event_id, e.vendor, r.succeeded, r.json, e.trace_parent, e.correlation_id
        from results r cross join entries e on e.id = r.id
        where r.number between $1 and $2
        order by r.number
        """;

    public Task MarkPublishedAsync(IReadOnlyList<Guid> eventIds, CancellationToken cancellationToken) =>
        WriteAsync(
            db =>
            {
                var numbers = db.Query(FindNumbers, row => row.GetInt64(0), eventIds.ToJson());
                SqliteOutbox.MarkPublished(db, numbers, Now);
                return numbers.Count;
            },
            cancellationToken);

    public Task<IReadOnlyList<StoredResult>> TakeUnpublishedAsync(int limit, CancellationToken cancellationToken) =>
        WriteAsync<IReadOnlyList<StoredResult>>(
            db =>
            {
                var results = new List<StoredResult>();
                foreach (var (first, last) in db.Query(FindUnowned, row => (row.GetInt64(0), row.GetInt64(1)), limit))
                {
                    if (results.Count == limit)
                        break;
                    var end = Math.Min(last, first + limit - results.Count - 1);
                    SqliteOutbox.Take(db, first, end, _owner);
                    results.AddRange(db.Query(ReadResults, ReadResult, first, end));
                }

                return results;
            },
            cancellationToken);

    private static StoredResult ReadResult(SqliteDataReader row) => new(
        row.ReadId(0),
        row.GetString(1),
        row.GetBoolean(2),
        row.GetString(3),
        row.ReadTextOrNull(4),
        row.ReadIdOrNull(5));
}
