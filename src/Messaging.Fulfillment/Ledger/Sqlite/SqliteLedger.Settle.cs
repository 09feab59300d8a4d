namespace Messaging.Fulfillment.Ledger.Sqlite;

internal sealed partial class SqliteLedger
{
    private const string EndWork =
        """
        delete from work where event_id = $1 and claim = $2 and owner is $3
        returning id, vendor, code, order_no, account, occurred_at
        """;

    private const string DeferWork =
        """
        update work set owner = null, due_at = $4, attempts = $5, may_be_done = $6, rank = 1 - $6, alone = $7,
          code = $8, message = $9
        where event_id = $1 and claim = $2 and owner = $3
        """;

    private const string Wake =
        """
        update work indexed by work_blocked set blocked_by = null
        where blocked_by in (select unhex(value) from json_each($1))
        """;

    public Task<IReadOnlySet<ClaimKey>> SettleAsync(
        IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken) =>
        WriteAsync<IReadOnlySet<ClaimKey>>(
            db =>
            {
                var fresh = FindFreshOf(db, settlements.Select(settlement => settlement.Key));
                long[] ids = [.. fresh.Values.Select(claim => claim.Id)];
                var results = new SqliteResults(db, _owner, Now);
                var lost = new HashSet<ClaimKey>();
                foreach (var settlement in settlements)
                {
                    fresh.Remove(settlement.Key, out var claim);
                    var recorded = settlement switch
                    {
                        Settlement.Deferred deferred => Defer(db, claim, deferred),
                        Settlement.Final final => Finish(db, claim, final, results),
                        _ => throw new ArgumentOutOfRangeException(nameof(settlements)),
                    };
                    if (recorded)
                        SqliteFlights.AddSteps(db, settlement, _time.GetUtcNow());
                    else
                        lost.Add(settlement.Key);
                }

                SqliteFlights.Record(db, settlements, _owner);
                results.Enqueue();
                EndClaimsOf(db, ids);
                db.Execute(Wake, settlements.Select(settlement => settlement.Key.EventId).ToJson());
                return lost;
            },
            cancellationToken);

    private bool Defer(SqliteSession db, SqliteClaim? fresh, Settlement.Deferred deferred) => 1 == (
        fresh is not null
        ? db.Execute(
            DeferFresh,
            fresh.Id,
            deferred.DueAt.ToMicroseconds(),
            deferred.Attempts,
            deferred.InDoubt,
            deferred.Alone,
            deferred.Code,
            deferred.Message)
        : db.Execute(
            DeferWork,
            deferred.Key.EventId.ToBlob(),
            deferred.Key.Claim,
            _owner,
            deferred.DueAt.ToMicroseconds(),
            deferred.Attempts,
            deferred.InDoubt,
            deferred.Alone,
            deferred.Code,
            deferred.Message));

    private bool Finish(SqliteSession db, SqliteClaim? fresh, Settlement.Final final, SqliteResults results)
    {
        if (fresh is null)
            return Finish(db, final, _owner, results);
        results.Add(fresh, final.Result, final.Attempts, final.LastCall);
        return true;
    }

    /// <param name="db">The ledger.</param>
    /// <param name="final">How it ends.</param>
    /// <param name="owner">Who has to own the entry; null: nobody.</param>
    /// <param name="results">Gets the result.</param>
    private static bool Finish(SqliteSession db, Settlement.Final final, string? owner, SqliteResults results)
    {
        var claim = db.First(
            EndWork,
            row => new SqliteClaim(
                row.GetInt64(0),
                row.GetString(1),
                row.ReadTextOrNull(2),
                new(row.GetString(3), row.GetString(4), row.GetInt64(5))),
            final.Key.EventId.ToBlob(),
            final.Key.Claim,
            owner);
        if (claim is null)
            return false;
        results.Add(claim, final.Result, final.Attempts, final.LastCall);
        return true;
    }
}
