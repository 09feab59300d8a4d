namespace Messaging.Fulfillment.Ledger.Sqlite;

internal sealed partial class SqliteLedger
{
    public Task<IReadOnlySet<Guid>> MarkSendingAsync(IReadOnlyList<Guid> eventIds, CancellationToken cancellationToken) =>
        WriteAsync<IReadOnlySet<Guid>>(
            db => eventIds
                .Where(id => db.Execute("update work set may_be_done = 1 where event_id = $1 and owner = $2", id.ToBlob(), _owner) == 0)
                .ToHashSet(),
            cancellationToken);

    public Task<IReadOnlySet<Guid>> SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken) =>
        WriteAsync<IReadOnlySet<Guid>>(
            db =>
            {
                var lost = new HashSet<Guid>();
                var tallies = new Dictionary<string, (int Succeeded, int Failed)>(StringComparer.Ordinal);
                foreach (var settlement in settlements)
                {
                    var recorded = settlement switch
                    {
                        Settlement.Deferred deferred => Defer(db, deferred),
                        Settlement.Final final => Finish(db, final, tallies),
                        _ => throw new ArgumentOutOfRangeException(nameof(settlements)),
                    };
                    if (recorded)
                        db.Execute("update work set blocked_by = null where blocked_by = $1", settlement.EventId.ToBlob());
                    else
                        lost.Add(settlement.EventId);
                }

                foreach (var (vendor, tally) in tallies)
                    Tally(db, vendor, 0, tally.Succeeded, tally.Failed);
                return lost;
            },
            cancellationToken);

    private bool Defer(SqliteSession db, Settlement.Deferred deferred) => db.Execute(
        """
        update work set owner = null, due_at = $3, attempts = $4, may_be_done = $5, alone = $6, code = $7, message = $8
        where event_id = $1 and owner = $2
        """,
        deferred.EventId.ToBlob(),
        _owner,
        deferred.DueAt.ToMicroseconds(),
        deferred.Attempts,
        deferred.MayBeDone,
        deferred.Alone,
        deferred.Code,
        deferred.Message) == 1;

    private bool Finish(SqliteSession db, Settlement.Final final, Dictionary<string, (int Succeeded, int Failed)> tallies)
    {
        var eventId = final.EventId.ToBlob();
        var (id, vendor, code) = db.First(
            "delete from work where event_id = $1 and owner = $2 returning id, vendor, code",
            row => (row.GetInt64(0), row.GetString(1), row.ReadTextOrNull(2)),
            eventId,
            _owner);
        if (id == 0)
            return false;

        db.Execute(
            "insert into results (id, owner, succeeded, attempts, code, json, settled_at) values ($1, $2, $3, $4, $5, $6, $7)",
            id,
            _owner,
            final.Result.Succeeded,
            final.Attempts,
            code,
            final.Result.Json,
            Now);
        db.Execute(
            "insert into outbox (event_id, id, vendor, owner, settled_at) values ($1, $2, $3, $4, $5)", eventId, id, vendor, _owner, Now);
        var (succeeded, failed) = tallies.GetValueOrDefault(vendor);
        tallies[vendor] = final.Result.Succeeded ? (succeeded + 1, failed) : (succeeded, failed + 1);
        return true;
    }
}
