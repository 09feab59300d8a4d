using Npgsql;
using static Messaging.Fulfillment.Ledger.Postgres.PostgresStatement;

namespace Messaging.Fulfillment.Ledger.Postgres;

internal sealed partial class PostgresLedger
{
    private const string Mark =
        """
        update work w set may_be_done = true
        from unnest($1::uuid[], $2::integer[]) as g (event_id, claim)
        where w.event_id = any(array[g.event_id]) and w.claim = g.claim and w.owner is not distinct from $3
        returning w.event_id, w.claim
        """;

    private const string Finish =
        """
        with given as (
          select * from unnest($1::uuid[], $2::integer[], $3::integer[], $4::boolean[], $5::text[])
            as given (event_id, claim, attempts, succeeded, json)),
        gone as (
          delete from work w using given g
          where w.event_id = any(array[g.event_id]) and w.claim = g.claim and w.owner is not distinct from $6
          returning w.event_id, w.claim, w.id, w.vendor, w.account, w.order_no, w.occurred_at, w.code, g.attempts,
            g.succeeded, g.json),
        stored as (
          insert into results (
            id, owner, succeeded, attempts, code, json, settled_at, order_no, account, vendor, occurred_at)
          select id, $6, succeeded, attempts, code, json, $7, case when succeeded then order_no end,
            case when succeeded then account end, case when succeeded then vendor end,
            case when succeeded then occurred_at end
          from gone),
        queued as (
          insert into outbox (event_id, id, vendor, owner, settled_at)
          select event_id, id, vendor, $6, $7 from gone),
        tallied as (
          insert into tallies (vendor, received, succeeded, failed)
          select vendor, 0, count(*) filter (where succeeded), count(*) filter (where not succeeded) from gone
            group by vendor)
        select event_id, claim from gone
        """;

    private const string Defer =
        """
        update work w
        set owner = null, due_at = g.due_at, attempts = g.attempts, may_be_done = g.may_be_done,
          rank = case when g.may_be_done then 0 else 1 end, alone = g.alone, code = g.code, message = g.message
        from unnest($1::uuid[], $2::integer[], $3::integer[], $4::timestamptz[], $5::boolean[], $6::boolean[],
          $7::text[], $8::text[])
          as g (event_id, claim, attempts, due_at, may_be_done, alone, code, message)
        where w.event_id = any(array[g.event_id]) and w.claim = g.claim and w.owner is not distinct from $9
        returning w.event_id, w.claim
        """;

    /// <summary>
    /// A statement of its own after the one that it follows up: it has to see entries that began to wait while that one
    /// waited for a lock.
    /// </summary>
    private const string Wake = "update work set blocked_by = null where blocked_by = any($1)";

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
                    Mark,
                    row => lost.Remove(ReadKey(row)),
                    Column(claims, claim => claim.EventId),
                    Column(claims, claim => claim.Claim),
                    Value(_worker)));
                return lost;
            },
            cancellationToken);
    }

    public async Task<IReadOnlySet<ClaimKey>> SettleAsync(
        IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken)
    {
        if (settlements.Count == 0)
            return new HashSet<ClaimKey>();

        Settlement.Final[] finals = [.. settlements.OfType<Settlement.Final>()];
        Settlement.Deferred[] deferrals = [.. settlements.OfType<Settlement.Deferred>()];
        return await _transactions.RunAsync(
            async transaction =>
            {
                var lost = settlements.Select(settlement => settlement.Key).ToHashSet();
                var statements = new List<PostgresStatement>(3);
                if (finals.Length > 0)
                    statements.Add(FinishAll(finals, lost));
                if (deferrals.Length > 0)
                    statements.Add(DeferAll(deferrals, lost));
                statements.Add(WakeAll([.. settlements.Select(settlement => settlement.Key.EventId)]));
                await transaction.RunAsync([.. statements]);
                return lost;
            },
            cancellationToken);
    }

    private PostgresStatement FinishAll(Settlement.Final[] finals, HashSet<ClaimKey> lost) => new(
        Finish,
        row => lost.Remove(ReadKey(row)),
        Column(finals, final => final.Key.EventId),
        Column(finals, final => final.Key.Claim),
        Column(finals, final => final.Attempts),
        Column(finals, final => final.Result.Succeeded),
        Column(finals, final => final.Result.Json),
        Value(_worker),
        Value(Now));

    private PostgresStatement DeferAll(Settlement.Deferred[] deferrals, HashSet<ClaimKey> lost) => new(
        Defer,
        row => lost.Remove(ReadKey(row)),
        Column(deferrals, deferred => deferred.Key.EventId),
        Column(deferrals, deferred => deferred.Key.Claim),
        Column(deferrals, deferred => deferred.Attempts),
        Column(deferrals, deferred => deferred.DueAt.ToUniversalTime()),
        Column(deferrals, deferred => deferred.InDoubt),
        Column(deferrals, deferred => deferred.Alone),
        Column(deferrals, deferred => deferred.Code),
        Column(deferrals, deferred => deferred.Message),
        Value(_worker));

    private static ClaimKey ReadKey(NpgsqlDataReader row) => new(row.GetGuid(0), row.GetInt32(1));

    private static PostgresStatement WakeAll(IReadOnlyList<Guid> ended) => new(Wake, null, Column(ended, id => id));
}
