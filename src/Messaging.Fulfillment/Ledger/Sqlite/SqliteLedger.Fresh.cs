namespace Messaging.Fulfillment.Ledger.Sqlite;

internal sealed partial class SqliteLedger
{
    private const string FindFresh =
        $"""
        select e.event_id, e.id, e.vendor
        from json_each($1) g cross join entries e on e.event_id = unhex(g.value)
        where {SqliteFresh.IsE}
        """;

    private const string AddSends =
        """
        insert into sends (claim, ids)
        select (select max(first) from claims where first <= g.value) as claim, json_group_array(g.value)
        from json_each($1) g
        group by claim
        """;

    /// <summary>What waits for another attempt goes to work.</summary>
    private const string DeferFresh =
        """
        insert into work (event_id, id, vendor, account, order_no, occurred_at, received_at, deadline, claim, due_at,
          attempts, may_be_done, rank, alone, code, message)
        select event_id, id, vendor, account, order_no, occurred_at, received_at, deadline, 1, $2, $3, $4, 1 - $4, $5,
          $6, $7
        from entries where id = $1
        """;

    private const string EndClaims =
        $"""
        delete from claims as c
        where c.first in (select (select max(first) from claims where first <= g.value) from json_each($1) g)
          and not exists (select 1 from entries e where e.id between c.first and c.last and {SqliteFresh.IsE})
        """;

    private const string ReleaseFresh =
        $"""
        insert into work (event_id, id, vendor, account, order_no, occurred_at, received_at, deadline, due_at, claim,
          may_be_done, rank)
        select event_id, id, vendor, account, order_no, occurred_at, received_at, deadline, $1, 1, may_be_done,
          1 - may_be_done
        from (select e.*, c.in_doubt or {SqliteFresh.WasSent} as may_be_done {SqliteFresh.OfClaims})
        """;

    public Task<IReadOnlySet<ClaimKey>> RecordSendIntentAsync(
        IReadOnlyList<ClaimKey> claims, CancellationToken cancellationToken) =>
        WriteAsync<IReadOnlySet<ClaimKey>>(
            db =>
            {
                var fresh = FindFreshOf(db, claims);
                db.Execute(AddSends, fresh.Values.Select(claim => claim.Id).ToJson());
                return claims.Where(claim => !fresh.ContainsKey(claim) && !Mark(db, claim)).ToHashSet();
            },
            cancellationToken);

    private bool Mark(SqliteSession db, ClaimKey claim) => db.Execute(
        "update work set may_be_done = 1 where event_id = $1 and claim = $2 and owner = $3",
        claim.EventId.ToBlob(),
        claim.Claim,
        _owner) == 1;

    private static void AddClaims(SqliteSession db, long first, long last, bool inDoubt) => db.Execute(
        "insert into claims (first, last, in_doubt) values ($1, $2, $3)", first, last, inDoubt);

    /// <summary>Those of the claims that are of fresh entries: their first claim, and so number 1.</summary>
    private static Dictionary<ClaimKey, SqliteClaim> FindFreshOf(SqliteSession db, IEnumerable<ClaimKey> claims) =>
        db.Query(
            FindFresh,
            row => (Key: new ClaimKey(row.ReadId(0), 1), Claim: new SqliteClaim(row.GetInt64(1), row.GetString(2))),
            claims.Where(claim => claim.Claim == 1).Select(claim => claim.EventId).Distinct().ToJson())
        .ToDictionary(fresh => fresh.Key, fresh => fresh.Claim);

    /// <summary>Rows of claims of these entries that have none left go.</summary>
    private static void EndClaimsOf(SqliteSession db, IEnumerable<long> fresh)
    {
        if (db.Execute(EndClaims, fresh.ToJson()) > 0)
            db.Execute("delete from sends where claim not in (select first from claims)");
    }
}
