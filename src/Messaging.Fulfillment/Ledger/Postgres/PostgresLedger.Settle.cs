using Npgsql;
using static Messaging.Fulfillment.Ledger.Postgres.PostgresStatement;

namespace Messaging.Fulfillment.Ledger.Postgres;

internal sealed partial class PostgresLedger
{
    /// <summary>As many results share a row of outbox as are published together.</summary>
    private const int MostResultsInRow = 100;

    private const string Finish =
        """
        with given as (
          select * from unnest($1::uuid[], $2::integer[], $3::integer[], $4::boolean[], $5::text[], $9::text[],
            $10::text[], $11::boolean[], $12::uuid[])
            as given (event_id, claim, attempts, succeeded, json, reason, plain_code, applied, call)),
        gone as (
          delete from work w using given g
          where w.event_id = any(array[g.event_id]) and w.claim = g.claim and w.owner is not distinct from $6
          returning w.event_id, w.claim, w.id, w.vendor, w.account, w.order_no, w.occurred_at, w.code, g.attempts,
            g.succeeded, g.json, g.reason, g.plain_code, g.applied, g.call),
        stored as (
          insert into results (
            id, succeeded, attempts, code, json, settled_at, settled_in, call, order_no, account, vendor, occurred_at)
          select id, succeeded, attempts, code, json, $7, $8, call, case when applied then order_no end,
            case when applied then account end, case when applied then vendor end,
            case when applied then occurred_at end
          from gone),
        failed as (
          insert into failures (id, event_id, vendor, account, order_no, reason, code, settled_at)
          select id, event_id, vendor, account, order_no, reason, plain_code, $7 from gone where not succeeded),
        queued as (
          insert into outbox (id, vendor, owner, settled_at, ids)
          select $8, vendor, $6, $7, array_agg(id) from gone group by vendor),
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

    public async Task<IReadOnlySet<ClaimKey>> SettleAsync(
        IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken)
    {
        if (settlements.Count == 0)
            return new HashSet<ClaimKey>();

        var known = FindFresh(settlements.Select(settlement => settlement.Key));
        var (lost, settled) = await _transactions.RunAsync(
            async transaction =>
            {
                var lost = new HashSet<ClaimKey>();
                var settled = new Dictionary<Guid, OutboxEntry>();
                var given = settlements.Where(settlement => lost.Add(settlement.Key)).ToLookup(
                    settlement => settlement is Settlement.Final);
                var fresh = await LockAsync(transaction, known);
                Settlement.Final[] finals = [.. given[true].Cast<Settlement.Final>()];
                Settlement.Deferred[] deferrals = [.. given[false].Cast<Settlement.Deferred>()];
                await transaction.RunAsync(
                [
                    .. SettleFresh(finals, deferrals, fresh, lost, settled),
                    .. finals.Where(final => !fresh.ContainsKey(final.Key)).Chunk(MostResultsInRow)
                        .Select(some => FinishAll(some, _worker, lost)),
                    .. deferrals.Where(deferred => !fresh.ContainsKey(deferred.Key)).ToArray() is { Length: > 0 } some
                        ? new[] { DeferAll(some, lost) } : [],
                    .. RecordCalls(settlements),
                    WakeAll([.. settlements.Select(settlement => settlement.Key.EventId)]),
                ]);
                await AddStepsAsync(
                    transaction,
                    finals.Concat<Settlement>(deferrals).Where(one => OrderStep.IsIn(one) && !lost.Contains(one.Key)));
                return (lost, settled);
            },
            cancellationToken);
        _places.Settled(settled);
        foreach (var settlement in settlements)
            _places.Ended(settlement.Key);
        return lost;
    }

    /// <param name="finals">How entries end.</param>
    /// <param name="owner">Who has to own them; null: nobody, and then nobody owns the results.</param>
    /// <param name="lost">Those that end are taken out of these.</param>
    private PostgresStatement FinishAll(Settlement.Final[] finals, string? owner, HashSet<ClaimKey> lost) => new(
        Finish,
        row => lost.Remove(ReadKey(row)),
        Column(finals, final => final.Key.EventId),
        Column(finals, final => final.Key.Claim),
        Column(finals, final => final.Attempts),
        Column(finals, final => final.Result.Succeeded),
        Column(finals, final => final.Result.Json),
        Value(owner),
        Value(Now),
        Value(NextRow()),
        Column(finals, final => ReasonOf(final.Result)),
        Column(finals, final => final.Result.Code),
        Column(finals, final => final.Result.MayBeApplied),
        Column(finals, final => final.LastCall?.Id));

    private PostgresStatement DeferAll(Settlement.Deferred[] deferrals, HashSet<ClaimKey> lost) => new(
        Defer,
        row => lost.Remove(ReadKey(row)),
        [
            Column(deferrals, deferred => deferred.Key.EventId),
            Column(deferrals, deferred => deferred.Key.Claim),
            .. DeferralColumns(deferrals),
            Value(_worker),
        ]);

    /// <summary>Attempts, due_at, may_be_done, alone, code and message.</summary>
    private static NpgsqlParameter[] DeferralColumns(Settlement.Deferred[] deferrals) =>
    [
        Column(deferrals, deferred => deferred.Attempts),
        Column(deferrals, deferred => deferred.DueAt.ToUniversalTime()),
        Column(deferrals, deferred => deferred.InDoubt),
        Column(deferrals, deferred => deferred.Alone),
        Column(deferrals, deferred => deferred.Code),
        Column(deferrals, deferred => deferred.Message),
    ];

    private static string? ReasonOf(StoredResult result) => result.Succeeded ? null : result.Reason ?? "";

    private static ClaimKey ReadKey(NpgsqlDataReader row) => new(row.GetGuid(0), row.GetInt32(1));

    private static PostgresStatement WakeAll(IReadOnlyList<Guid> ended) => new(Wake, null, Column(ended, id => id));
}
