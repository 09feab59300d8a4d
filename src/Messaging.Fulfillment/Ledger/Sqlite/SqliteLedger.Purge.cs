namespace Messaging.Fulfillment.Ledger.Sqlite;

internal sealed partial class SqliteLedger
{
    public async Task<int> PurgeAsync(
        DateTimeOffset payloadsBefore, DateTimeOffset entriesBefore, int limit, CancellationToken cancellationToken)
    {
        var touched = await DropAsync(payloadsBefore, entriesBefore, limit, cancellationToken);
        if (touched < limit)
            await _writer!.EmptyLogAsync(cancellationToken);
        return touched;
    }

    private Task<int> DropAsync(
        DateTimeOffset payloadsBefore, DateTimeOffset entriesBefore, int limit, CancellationToken cancellationToken) =>
        WriteAsync(
            db =>
            {
                // What is to be deleted loses its content first, so that only rows without it have to be searched for
                // deletion.
                var dropBefore = payloadsBefore > entriesBefore ? payloadsBefore : entriesBefore;
                var dropped = FindOld(db, dropped: false, dropBefore, limit);
                foreach (var id in dropped)
                {
                    db.Execute("update entries set payload = null where id = $1", id);
                    db.Execute(
                        """
                        update results set payload_dropped = 1, json = json_remove(json, '$.message', '$.vendorMessage')
                        where id = $1
                        """,
                        id);
                }

                var deleted = FindOld(db, dropped: true, entriesBefore, limit - dropped.Count);
                foreach (var id in deleted)
                {
                    db.Execute("delete from entries where id = $1", id);
                    db.Execute("delete from results where id = $1", id);
                }

                return dropped.Count + deleted.Count;
            },
            cancellationToken);

    /// <summary>A result is published after it was settled, so that the index on the time of settling serves.</summary>
    private static List<long> FindOld(SqliteSession db, bool dropped, DateTimeOffset before, int limit) => db.Query(
        """
        select id from results
        where payload_dropped = $1 and settled_at < $2 and published_at < $2
        order by settled_at
        limit $3
        """,
        row => row.GetInt64(0),
        dropped,
        before.ToMicroseconds(),
        limit);
}
