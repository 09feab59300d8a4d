using static Messaging.Fulfillment.Ledger.Postgres.PostgresStatement;

namespace Messaging.Fulfillment.Ledger.Postgres;

/// <summary>
/// Fresh entries: those that a worker claimed as they came, without a row of work. A first claim, and so number 1.
/// </summary>
internal sealed partial class PostgresLedger
{
    /// <summary>
    /// Locks the rows of claims, in one order, so that neither a takeover nor another settlement of the same entries
    /// comes between; what follows are statements of their own, which see what was waited for.
    /// </summary>
    private const string Hold =
        """
        select e.event_id, e.id, e.vendor, c.id
        from entries e join claims c on c.id = any(array[e.claimed_in])
        where e.event_id = any($1) and c.owner is not distinct from $2 and e.id = any(c.ids)
        order by c.id
        for update of c
        """;

    private const string FinishFresh =
        """
        with ended as (
          select * from unnest($1::bigint[], $2::uuid[], $3::integer[], $4::boolean[], $5::text[], $10::text[],
            $11::text[])
            as g (id, event_id, attempts, succeeded, json, reason, plain_code)
          where not exists (select from results r where r.id = any(array[g.id]))),
        stored as (
          insert into results (id, succeeded, attempts, json, settled_at, settled_in)
          select id, succeeded, attempts, json, $7, $8 from ended),
        failed as (
          insert into failures (id, event_id, vendor, account, order_no, reason, code, settled_at)
          select e.id, e.event_id, e.vendor, e.account, e.order_no, g.reason, g.plain_code, $7
          from ended g join entries e on e.id = any(array[g.id])
          where not g.succeeded),
        queued as (
          insert into outbox (id, vendor, owner, settled_at, ids)
          select $8, $9, $6, $7, array_agg(id) from ended having count(*) > 0),
        tallied as (
          insert into tallies (vendor, received, succeeded, failed)
          select $9, 0, count(*) filter (where succeeded), count(*) filter (where not succeeded)
          from ended having count(*) > 0)
        select event_id, 1 from ended
        """;

    /// <summary>What waits for another attempt goes to work.</summary>
    private const string DeferFresh =
        """
        with given as (
          select * from unnest($1::bigint[], $2::integer[], $3::timestamptz[], $4::boolean[], $5::boolean[],
            $6::text[], $7::text[]) as g (id, attempts, due_at, may_be_done, alone, code, message)
          where not exists (select from results r where r.id = any(array[g.id]))),
        cut as (
          update claims set ids = array(select unnest(ids) except select id from given) where id = any($8))
        insert into work (event_id, id, vendor, account, order_no, occurred_at, received_at, deadline, due_at, claim,
          attempts, may_be_done, rank, alone, code, message)
        select e.event_id, e.id, e.vendor, e.account, e.order_no, e.occurred_at, e.received_at, e.deadline, g.due_at, 1,
          g.attempts, g.may_be_done, case when g.may_be_done then 0 else 1 end, g.alone, g.code, g.message
        from given g join entries e on e.id = any(array[g.id])
        returning event_id, claim
        """;

    private const string EndClaims =
        """
        with ended as (
          delete from claims c
          where c.id = any($1) and not exists (
            select from unnest(c.ids) as i (id)
            where not exists (select from results r where r.id = any(array[i.id])))
          returning id)
        delete from sends where claim = any(array(select id from ended))
        """;

    /// <summary>A row for each row of claims; a call mostly takes all that is in one.</summary>
    private const string MarkFresh =
        """
        with held as (
          select e.event_id, e.id, c.id as claim
          from entries e join claims c on c.id = any(array[e.claimed_in])
          where e.event_id = any($1) and c.owner is not distinct from $2 and e.id = any(c.ids)
            and not exists (select from results r where r.id = any(array[e.id]))
          order by c.id
          for share of c),
        sent as (insert into sends (claim, ids) select claim, array_agg(id) from held group by claim)
        select event_id, 1 from held
        """;

    private const string Mark =
        """
        update work w set may_be_done = true
        from unnest($1::uuid[], $2::integer[]) as g (event_id, claim)
        where w.event_id = any(array[g.event_id]) and w.claim = g.claim and w.owner is not distinct from $3
        returning w.event_id, w.claim
        """;

    public async Task<IReadOnlySet<ClaimKey>> RecordSendIntentAsync(
        IReadOnlyList<ClaimKey> claims, CancellationToken cancellationToken)
    {
        if (claims.Count == 0)
            return new HashSet<ClaimKey>();

        return await _transactions.RunAsync(
            async transaction =>
            {
                var lost = claims.ToHashSet();
                await transaction.RunAsync(new PostgresStatement(
                    MarkFresh, row => lost.Remove(ReadKey(row)), Value(FindFirst(lost)), Value(_worker)));
                ClaimKey[] others = [.. lost];
                if (others.Length > 0)
                {
                    await transaction.RunAsync(new PostgresStatement(
                        Mark,
                        row => lost.Remove(ReadKey(row)),
                        Column(others, claim => claim.EventId),
                        Column(others, claim => claim.Claim),
                        Value(_worker)));
                }

                return lost;
            },
            cancellationToken);
    }

    private async Task<Dictionary<ClaimKey, FreshEntry>> HoldAsync(
        PostgresTransaction transaction, IEnumerable<ClaimKey> claims)
    {
        var held = new Dictionary<ClaimKey, FreshEntry>();
        await transaction.RunAsync(new PostgresStatement(
            Hold,
            row => held.Add(new(row.GetGuid(0), 1), new(row.GetInt64(1), row.GetString(2), row.GetInt64(3))),
            Value(FindFirst(claims)),
            Value(_worker)));
        return held;
    }

    /// <summary>The statements for those of the settlements that are of fresh entries, which are held.</summary>
    private IEnumerable<PostgresStatement> SettleFresh(
        Settlement.Final[] finals,
        Settlement.Deferred[] deferrals,
        Dictionary<ClaimKey, FreshEntry> fresh,
        HashSet<ClaimKey> lost)
    {
        if (fresh.Count == 0)
            yield break;

        foreach (var ofVendor in finals.Where(final => fresh.ContainsKey(final.Key))
            .GroupBy(final => fresh[final.Key].Vendor, StringComparer.Ordinal))
        {
            foreach (var some in ofVendor.Chunk(MostResultsInRow))
            {
                yield return new(
                    FinishFresh,
                    row => lost.Remove(ReadKey(row)),
                    Column(some, final => fresh[final.Key].Id),
                    Column(some, final => final.Key.EventId),
                    Column(some, final => final.Attempts),
                    Column(some, final => final.Result.Succeeded),
                    Column(some, final => final.Result.Json),
                    Value(_worker),
                    Value(Now),
                    Value(NextRow()),
                    Value(ofVendor.Key),
                    Column(some, final => ReasonOf(final.Result)),
                    Column(some, final => final.Result.Code));
            }
        }

        long[] rows = [.. fresh.Values.Select(entry => entry.Row).Distinct()];
        Settlement.Deferred[] deferred = [.. deferrals.Where(deferral => fresh.ContainsKey(deferral.Key))];
        if (deferred.Length > 0)
        {
            yield return new(
                DeferFresh,
                row => lost.Remove(ReadKey(row)),
                [Column(deferred, deferral => fresh[deferral.Key].Id), .. DeferralColumns(deferred), Value(rows)]);
        }

        yield return new(EndClaims, null, Value(rows));
    }

    private static Guid[] FindFirst(IEnumerable<ClaimKey> claims) =>
        [.. claims.Where(claim => claim.Claim == 1).Select(claim => claim.EventId)];

    /// <param name="Id">The entry's id.</param>
    /// <param name="Vendor">Its vendor.</param>
    /// <param name="Row">Its row of claims.</param>
    private sealed record FreshEntry(long Id, string Vendor, long Row);
}
