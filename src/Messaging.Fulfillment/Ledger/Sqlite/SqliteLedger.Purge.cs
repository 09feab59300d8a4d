namespace Messaging.Fulfillment.Ledger.Sqlite;

internal sealed partial class SqliteLedger
{
    /// <summary>Rows of outbox whose results are gone.</summary>
    private const string ForgetPublished =
        """
        with kept as (select coalesce(min(number), 9223372036854775807) as number from results)
        delete from outbox where first < (select number from kept) and last < (select number from kept)
        """;

    public async Task<int> PurgeAsync(
        DateTimeOffset payloadsBefore, DateTimeOffset entriesBefore, int limit, CancellationToken cancellationToken)
    {
        var touched = await DropAsync(payloadsBefore, entriesBefore, limit, cancellationToken);
        if (touched < limit)
            await _writer!.EmptyLogAsync(cancellationToken);
        return touched;
    }

    public Task<int> PurgeCallsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        WriteAsync(
            db => db.Execute(
                "delete from calls where id in (select id from calls where id < $1 order by id limit $2)",
                SentCall.FirstId(before).ToBlob(),
                limit),
            cancellationToken);

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
                    db.Execute("update steps set code = null, message = null where id = $1", id);
                }

                var deleted = FindOld(db, dropped: true, entriesBefore, limit - dropped.Count);
                foreach (var id in deleted)
                {
                    db.Execute("delete from entries where id = $1", id);
                    db.Execute("delete from results where id = $1", id);
                    db.Execute("delete from failures where id = $1", id);
                    db.Execute("delete from steps where id = $1", id);
                }

                db.Execute(ForgetPublished);
                return dropped.Count + deleted.Count;
            },
            cancellationToken);

    /// <summary>A result is published after it was settled, so that the index on the time of settling serves.</summary>
    private static List<long> FindOld(SqliteSession db, bool dropped, DateTimeOffset before, int limit) => db.Query(
        """
        select r.id from results r
        where r.payload_dropped = $1 and r.settled_at < $2
          and (select published_at from outbox where first <= r.number order by first desc limit 1) < $2
        order by r.settled_at
        limit $3
        """,
        row => row.GetInt64(0),
        dropped,
        before.ToMicroseconds(),
        limit);
}
