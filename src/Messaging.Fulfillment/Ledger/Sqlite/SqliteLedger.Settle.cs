namespace Messaging.Fulfillment.Ledger.Sqlite;

internal sealed partial class SqliteLedger
{
    public Task<IReadOnlySet<ClaimKey>> RecordSendIntentAsync(
        IReadOnlyList<ClaimKey> claims, CancellationToken cancellationToken) =>
        WriteAsync<IReadOnlySet<ClaimKey>>(
            db => claims
                .Where(claim => db.Execute(
                    "update work set may_be_done = 1 where event_id = $1 and claim = $2 and owner = $3",
                    claim.EventId.ToBlob(),
                    claim.Claim,
                    _owner) == 0)
                .ToHashSet(),
            cancellationToken);

    public Task<IReadOnlySet<ClaimKey>> SettleAsync(
        IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken) =>
        WriteAsync<IReadOnlySet<ClaimKey>>(
            db =>
            {
                var lost = new HashSet<ClaimKey>();
                var counters = new Dictionary<string, (int Succeeded, int Failed)>(StringComparer.Ordinal);
                foreach (var settlement in settlements)
                {
                    var recorded = settlement switch
                    {
                        Settlement.Deferred deferred => Defer(db, deferred),
                        Settlement.Final final => Finish(db, final, counters),
                        _ => throw new ArgumentOutOfRangeException(nameof(settlements)),
                    };
                    if (recorded)
                        db.Execute(
                            "update work set blocked_by = null where blocked_by = $1", settlement.Key.EventId.ToBlob());
                    else
                        lost.Add(settlement.Key);
                }

                foreach (var (vendor, counter) in counters)
                    AddToCounters(db, vendor, 0, counter.Succeeded, counter.Failed);
                return lost;
            },
            cancellationToken);

    private bool Defer(SqliteSession db, Settlement.Deferred deferred) => db.Execute(
        """
        update work set owner = null, due_at = $4, attempts = $5, may_be_done = $6, rank = 1 - $6, alone = $7,
          code = $8, message = $9
        where event_id = $1 and claim = $2 and owner = $3
        """,
        deferred.Key.EventId.ToBlob(),
        deferred.Key.Claim,
        _owner,
        deferred.DueAt.ToMicroseconds(),
        deferred.Attempts,
        deferred.InDoubt,
        deferred.Alone,
        deferred.Code,
        deferred.Message) == 1;

    private bool Finish(
        SqliteSession db, Settlement.Final final, Dictionary<string, (int Succeeded, int Failed)> counters)
    {
        var eventId = final.Key.EventId.ToBlob();
        var ended = db.First(
            """
            delete from work where event_id = $1 and claim = $2 and owner = $3
            returning id, vendor, code, order_no, account, occurred_at
            """,
            row => new Ended(
                row.GetInt64(0),
                row.GetString(1),
                row.ReadTextOrNull(2),
                row.GetString(3),
                row.GetString(4),
                row.GetInt64(5)),
            eventId,
            final.Key.Claim,
            _owner);
        if (ended is null)
            return false;

        var applied = final.Result.Succeeded ? ended : null;
        db.Execute(
            """
            insert into results (
              id, owner, succeeded, attempts, code, json, settled_at, order_no, account, vendor, occurred_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            ended.Id,
            _owner,
            final.Result.Succeeded,
            final.Attempts,
            ended.Code,
            final.Result.Json,
            Now,
            applied?.OrderNo,
            applied?.Account,
            applied?.Vendor,
            applied?.OccurredAt);
        Enqueue(db, eventId, ended.Id, ended.Vendor);
        var vendor = ended.Vendor;
        var (succeeded, failed) = counters.GetValueOrDefault(vendor);
        counters[vendor] = final.Result.Succeeded ? (succeeded + 1, failed) : (succeeded, failed + 1);
        return true;
    }

    private void Enqueue(SqliteSession db, byte[] eventId, long id, string vendor) => db.Execute(
        "insert into outbox (event_id, id, vendor, owner, settled_at) values ($1, $2, $3, $4, $5)",
        eventId,
        id,
        vendor,
        _owner,
        Now);

    /// <summary>What a settled entry leaves for its result; the order and its time matter where it succeeded.</summary>
    private sealed record Ended(
        long Id, string Vendor, string? Code, string OrderNo, string Account, long OccurredAt);
}
