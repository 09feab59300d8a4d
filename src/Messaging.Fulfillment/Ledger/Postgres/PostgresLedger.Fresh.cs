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
    private const string LockClaims =
        "select ids from claims where id = any($1) and owner is not distinct from $2 order by id for update";

    private const string FinishFresh =
        """
        with ended as (
          select * from unnest($1::bigint[], $2::uuid[], $3::integer[], $4::boolean[], $5::text[], $10::text[],
            $11::text[], $12::uuid[])
            as g (id, event_id, attempts, succeeded, json, reason, plain_code, call)
          where not exists (select from results r where r.id = any(array[g.id]))),
        stored as (
          insert into results (id, succeeded, attempts, json, settled_at, settled_in, call)
          select id, succeeded, attempts, json, $7, $8, call from ended),
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
        select event_id from ended
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
        with rows as (
          select id, ids from claims where id = any($4) and owner is not distinct from $5 order by id for share),
        held as (
          select g.event_id, g.id, g.claim
          from unnest($1::uuid[], $2::bigint[], $3::bigint[]) as g (event_id, id, claim)
          join rows c on c.id = g.claim
          where g.id = any(c.ids) and not exists (select from results r where r.id = any(array[g.id]))),
        sent as (insert into sends (claim, ids) select claim, array_agg(id) from held group by claim)
        select event_id from held
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

        var fresh = FindFresh(claims);
        ClaimKey[] others = [.. claims.Where(claim => !fresh.ContainsKey(claim))];
        var lost = await _transactions.RunAsync(
            async transaction =>
            {
                var lost = claims.ToHashSet();
                await transaction.RunAsync([.. MarkAll(fresh, lost), .. MarkAll(others, lost)]);
                return lost;
            },
            cancellationToken);
        foreach (var claim in lost)
            _places.Ended(claim);
        return lost;
    }

    private IEnumerable<PostgresStatement> MarkAll(
        Dictionary<ClaimKey, FreshEntry> fresh, HashSet<ClaimKey> lost)
    {
        if (fresh.Count == 0)
            yield break;

        KeyValuePair<ClaimKey, FreshEntry>[] entries = [.. fresh];
        yield return new(
            MarkFresh,
            row => lost.Remove(new(row.GetGuid(0), 1)),
            Column(entries, entry => entry.Key.EventId),
            Column(entries, entry => entry.Value.Id),
            Column(entries, entry => entry.Value.Row),
            Value(FindRows(fresh)),
            Value(_worker));
    }

    private IEnumerable<PostgresStatement> MarkAll(ClaimKey[] claims, HashSet<ClaimKey> lost)
    {
        if (claims.Length == 0)
            yield break;

        yield return new(
            Mark,
            row => lost.Remove(ReadKey(row)),
            Column(claims, claim => claim.EventId),
            Column(claims, claim => claim.Claim),
            Value(_worker));
    }

    /// <summary>Those that are of this worker's entries as they came.</summary>
    private Dictionary<ClaimKey, FreshEntry> FindFresh(IEnumerable<ClaimKey> claims)
    {
        var fresh = new Dictionary<ClaimKey, FreshEntry>();
        foreach (var claim in claims)
        {
            if (_places.TryFind(claim, out var entry))
                fresh[claim] = entry;
        }

        return fresh;
    }

    private static long[] FindRows(Dictionary<ClaimKey, FreshEntry> fresh) =>
        [.. fresh.Values.Select(entry => entry.Row).Distinct()];

    /// <summary>Locks the rows of these claims; returns those that are still in them.</summary>
    private async Task<Dictionary<ClaimKey, FreshEntry>> LockAsync(
        PostgresTransaction transaction, Dictionary<ClaimKey, FreshEntry> fresh)
    {
        if (fresh.Count == 0)
            return fresh;

        var held = new HashSet<long>();
        await transaction.RunAsync(new PostgresStatement(
            LockClaims, row => held.UnionWith(row.GetFieldValue<long[]>(0)), Value(FindRows(fresh)), Value(_worker)));
        return fresh.Where(entry => held.Contains(entry.Value.Id)).ToDictionary();
    }

    /// <summary>The statements for those of the settlements that are of fresh entries, which are held.</summary>
    private IEnumerable<PostgresStatement> SettleFresh(
        Settlement.Final[] finals,
        Settlement.Deferred[] deferrals,
        Dictionary<ClaimKey, FreshEntry> fresh,
        HashSet<ClaimKey> lost,
        Dictionary<Guid, OutboxEntry> settled)
    {
        if (fresh.Count == 0)
            yield break;

        foreach (var ofVendor in finals.Where(final => fresh.ContainsKey(final.Key))
            .GroupBy(final => fresh[final.Key].Vendor, StringComparer.Ordinal))
        {
            foreach (var some in ofVendor.Chunk(MostResultsInRow))
            {
                var outbox = NextRow();
                yield return new(
                    FinishFresh,
                    row =>
                    {
                        var key = new ClaimKey(row.GetGuid(0), 1);
                        lost.Remove(key);
                        settled[key.EventId] = new(fresh[key].Id, outbox);
                    },
                    Column(some, final => fresh[final.Key].Id),
                    Column(some, final => final.Key.EventId),
                    Column(some, final => final.Attempts),
                    Column(some, final => final.Result.Succeeded),
                    Column(some, final => final.Result.Json),
                    Value(_worker),
                    Value(Now),
                    Value(outbox),
                    Value(ofVendor.Key),
                    Column(some, final => ReasonOf(final.Result)),
                    Column(some, final => final.Result.Code),
                    Column(some, final => final.LastCall?.Id));
            }
        }

        var rows = FindRows(fresh);
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
}
