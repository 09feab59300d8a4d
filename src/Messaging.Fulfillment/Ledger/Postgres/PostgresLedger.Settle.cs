using static Messaging.Fulfillment.Ledger.Postgres.PostgresStatement;

namespace Messaging.Fulfillment.Ledger.Postgres;

internal sealed partial class PostgresLedger
{
    private const string Mark = "update work set may_be_done = true where event_id = any($1) and owner = $2 returning event_id";

    private const string Finish =
        """
        with given as (
          select * from unnest($1::uuid[], $2::integer[], $3::boolean[], $4::text[]) as given (event_id, attempts, succeeded, json)),
        gone as (
          delete from work w using given g
          where w.event_id = g.event_id and w.owner = $5
          returning w.event_id, w.id, w.vendor, w.code, g.attempts, g.succeeded, g.json),
        stored as (
          insert into results (id, owner, succeeded, attempts, code, json, settled_at)
          select id, $5, succeeded, attempts, code, json, $6 from gone),
        queued as (
          insert into outbox (event_id, id, vendor, owner, settled_at)
          select event_id, id, vendor, $5, $6 from gone),
        tallied as (
          insert into tallies (vendor, received, succeeded, failed)
          select vendor, 0, count(*) filter (where succeeded), count(*) filter (where not succeeded) from gone group by vendor)
        select event_id from gone
        """;

    private const string Defer =
        """
        update work w
        set owner = null, due_at = g.due_at, attempts = g.attempts, may_be_done = g.may_be_done, alone = g.alone, code = g.code,
          message = g.message
        from unnest($1::uuid[], $2::integer[], $3::timestamptz[], $4::boolean[], $5::boolean[], $6::text[], $7::text[])
          as g (event_id, attempts, due_at, may_be_done, alone, code, message)
        where w.event_id = g.event_id and w.owner = $8
        returning w.event_id
        """;

    /// <summary>A statement of its own after the one that it follows up: it has to see whoever came to wait while that one waited for a lock.</summary>
    private const string Wake = "update work set blocked_by = null where blocked_by = any($1)";

    public async Task<IReadOnlySet<Guid>> MarkSendingAsync(IReadOnlyList<Guid> eventIds, CancellationToken cancellationToken)
    {
        if (eventIds.Count == 0)
            return new HashSet<Guid>();

        return await _transactions.RunAsync(
            async transaction =>
            {
                var lost = eventIds.ToHashSet();
                await transaction.RunAsync(
                    new PostgresStatement(Mark, row => lost.Remove(row.GetGuid(0)), Column(eventIds, id => id), Value(_worker)));
                return lost;
            },
            cancellationToken);
    }

    public async Task<IReadOnlySet<Guid>> SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken)
    {
        if (settlements.Count == 0)
            return new HashSet<Guid>();

        Settlement.Final[] finals = [.. settlements.OfType<Settlement.Final>()];
        Settlement.Deferred[] deferrals = [.. settlements.OfType<Settlement.Deferred>()];
        return await _transactions.RunAsync(
            async transaction =>
            {
                var lost = settlements.Select(settlement => settlement.EventId).ToHashSet();
                var statements = new List<PostgresStatement>(3);
                if (finals.Length > 0)
                    statements.Add(FinishAll(finals, lost));
                if (deferrals.Length > 0)
                    statements.Add(DeferAll(deferrals, lost));
                statements.Add(WakeAll([.. lost]));
                await transaction.RunAsync([.. statements]);
                return lost;
            },
            cancellationToken);
    }

    private PostgresStatement FinishAll(Settlement.Final[] finals, HashSet<Guid> lost) => new(
        Finish,
        row => lost.Remove(row.GetGuid(0)),
        Column(finals, final => final.EventId),
        Column(finals, final => final.Attempts),
        Column(finals, final => final.Result.Succeeded),
        Column(finals, final => final.Result.Json),
        Value(_worker),
        Value(Now));

    private PostgresStatement DeferAll(Settlement.Deferred[] deferrals, HashSet<Guid> lost) => new(
        Defer,
        row => lost.Remove(row.GetGuid(0)),
        Column(deferrals, deferred => deferred.EventId),
        Column(deferrals, deferred => deferred.Attempts),
        Column(deferrals, deferred => deferred.DueAt.ToUniversalTime()),
        Column(deferrals, deferred => deferred.MayBeDone),
        Column(deferrals, deferred => deferred.Alone),
        Column(deferrals, deferred => deferred.Code),
        Column(deferrals, deferred => deferred.Message),
        Value(_worker));

    private static PostgresStatement WakeAll(IReadOnlyList<Guid> ended) => new(Wake, null, Column(ended, id => id));
}
