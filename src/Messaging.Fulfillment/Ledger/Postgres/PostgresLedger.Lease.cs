using Microsoft.Extensions.Logging;
using static Messaging.Fulfillment.Ledger.Postgres.PostgresStatement;

namespace Messaging.Fulfillment.Ledger.Postgres;

internal sealed partial class PostgresLedger
{
    /// <summary>
    /// Every transaction adds a row of counters, so that none waits for another. Here the rows are summed up into one.
    /// </summary>
    private const string CompactCounters =
        """
        with taken as (
          delete from tallies where ctid = any(array(select ctid from tallies for update skip locked))
          returning vendor, received, succeeded, failed)
        insert into tallies (vendor, received, succeeded, failed)
        select vendor, sum(received), sum(succeeded), sum(failed) from taken group by vendor
        """;

    private const string DeleteOwn = "delete from workers where worker_id = $1";

    private const string ReleaseClaims =
        $$"""
        with freed as (
          update work w set owner = null, due_at = $1, rank = case when w.may_be_done then 0 else 1 end
          from (
            select event_id, owner from work
            where owner is not null and not exists (select from workers where worker_id = owner)) o
          where w.event_id = any(array[o.event_id]) and w.owner is not distinct from o.owner
          returning w.event_id, w.id, w.may_be_done, o.owner),
        lost as (
          insert into steps (id, number, at, lost_worker, in_doubt)
          select e.id, 1 + {{LastStepOfE}}, $1, e.owner, e.may_be_done from freed e)
        select event_id from freed
        """;

    /// <summary>
    /// Waits for settlements under way. <see cref="ReleaseFresh"/>, a statement of its own, sees what they did.
    /// </summary>
    private const string LockOrphans =
        """
        select c.id from claims c
        where not exists (select from workers w where w.worker_id = any(array[c.owner]))
        order by c.id
        for update
        """;

    /// <summary>What was claimed as it came and has no result becomes work.</summary>
    private const string ReleaseFresh =
        $"""
        with ended as (delete from claims where id = any($1) returning id, owner, in_doubt, ids),
        unfinished as (
          select e.*, x.owner, x.in_doubt or exists (
            select from sends s where s.claim = x.id and e.id = any(s.ids) offset 0) as may_be_done
          from ended x cross join unnest(x.ids) as i (id) join entries e on e.id = any(array[i.id])
          where not exists (select from results r where r.id = any(array[e.id]))),
        lost as (
          insert into steps (id, number, at, lost_worker, in_doubt)
          select e.id, 1 + {LastStepOfE}, $2, e.owner, e.may_be_done from unfinished e)
        insert into work (event_id, id, vendor, account, order_no, occurred_at, received_at, deadline, due_at, claim,
          may_be_done, rank)
        select event_id, id, vendor, account, order_no, occurred_at, received_at, deadline, $2, 1, may_be_done,
          case when may_be_done then 0 else 1 end
        from unfinished
        returning event_id
        """;

    private const string DeleteSends = "delete from sends where claim = any($1)";

    private const string ReleaseResults =
        """
        update outbox set owner = null
        where owner is not null and ids <> '{}' and not exists (select from workers where worker_id = owner)
        """;

    private const string DeleteOwnKeys = "delete from commits where worker_id = $1 and number < $2";

    private const string DeleteKeys =
        "delete from commits c where not exists (select from workers w where w.worker_id = c.worker_id)";

    public async Task RenewLeaseAsync(WorkerLoad load, CancellationToken cancellationToken)
    {
        var (renewal, isNew) = await _transactions.RunAsync(
            async transaction =>
            {
                // Taken anew at each try: waiting for the database must not count as holding.
                var renewal = _lease.Begin();
                var isNew = false;
                DateTimeOffset databaseTime = default;
                await transaction.RunAsync(
                    new PostgresStatement(CompactCounters, null),
                    new PostgresStatement(DeleteOwnKeys, null, Value(_worker), Value(_transactions.OldestKeyInUse)),
                    Tell(
                        load,
                        row => (isNew, databaseTime) = (row.GetBoolean(0), row.GetFieldValue<DateTimeOffset>(1))));
                _time.Learn(databaseTime, renewal.Started);
                return (renewal, isNew);
            },
            cancellationToken);
        _lease.Renewed(renewal, isNew);
        CheckClock();
        // A worker that is slow to die may have claimed something after its row was deleted. Seldom, so looked for only
        // here.
        if (_lease.CanTakeOver)
            await _transactions.RunAsync(ReleaseOrphansAsync, cancellationToken);
    }

    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        _lease.Ended();
        await _transactions.RunAsync(
            async transaction =>
            {
                await transaction.RunAsync(new PostgresStatement(DeleteOwn, null, Value(_worker)));
                return await ReleaseOrphansAsync(transaction);
            },
            cancellationToken);
    }

    /// <summary>
    /// Releases the claims of workers whose lease has ended, once this one has held its own for long enough.
    /// </summary>
    private async Task ReclaimExpiredAsync(CancellationToken cancellationToken)
    {
        if (!_lease.CanTakeOver)
            return;

        await _transactions.RunAsync(
            async transaction =>
            {
                var ended = 0;
                await transaction.RunAsync(
                    new PostgresStatement(MoveExpired, _ => ended++, Value(_worker)));
                return ended == 0 ? 0 : await ReleaseOrphansAsync(transaction);
            },
            cancellationToken);
    }

    private void CheckClock()
    {
        var skew = _time.Skew;
        var isOff = skew.Duration() > _clockTolerance;
        if (isOff && !_isClockOff)
            LogClockOff(skew.Duration(), skew > TimeSpan.Zero ? "ahead of" : "behind");
        else if (_isClockOff && !isOff)
            LogClockRight();
        _isClockOff = isOff;
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "This machine's clock is {Skew} {Side} the database's. Leases, due times and deadlines follow the "
            + "database's; set the clock")]
    private partial void LogClockOff(TimeSpan skew, string side);

    [LoggerMessage(Level = LogLevel.Information, Message = "This machine's clock agrees with the database's again")]
    private partial void LogClockRight();

    /// <summary>Releases claims and results whose owner is gone.</summary>
    private async Task<int> ReleaseOrphansAsync(PostgresTransaction transaction)
    {
        transaction.Timeout = _timeouts.Release;
        var freed = new List<Guid>();
        var orphans = new List<long>();
        await transaction.RunAsync(
            new PostgresStatement(ReleaseClaims, row => freed.Add(row.GetGuid(0)), Value(Now)),
            new PostgresStatement(LockOrphans, row => orphans.Add(row.GetInt64(0))),
            new PostgresStatement(ReleaseResults, null),
            new PostgresStatement(DeleteKeys, null));
        if (orphans.Count > 0)
        {
            await transaction.RunAsync(
                new PostgresStatement(
                    ReleaseFresh, row => freed.Add(row.GetGuid(0)), Value(orphans.ToArray()), Value(Now)),
                new PostgresStatement(DeleteSends, null, Value(orphans.ToArray())));
        }

        if (freed.Count > 0)
            await transaction.RunAsync(WakeAll(freed), Trim([.. freed]));
        return freed.Count;
    }
}
