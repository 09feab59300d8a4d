using static Messaging.Fulfillment.Ledger.Postgres.PostgresStatement;

namespace Messaging.Fulfillment.Ledger.Postgres;

internal sealed partial class PostgresLedger
{
    /// <summary>
    /// The results of a row of outbox count as published when the last of them is; one whose row is gone has been for
    /// long.
    /// </summary>
    private const string WasPublished =
        """
        (r.published_at < $1 or (r.settled_in is not null and not exists (
          select from outbox o where o.id = r.settled_in and (o.ids <> '{}' or o.published_at >= $1) offset 0)))
        """;

    private const string DropPayloads =
        $$"""
        with old as (
          select id from results r where not payload_dropped and settled_at < $1 and {{WasPublished}}
          order by settled_at limit $2 for update skip locked),
        emptied as (update entries e set payload = null from old where e.id = old.id),
        hushed as (
          update steps s set code = null, message = null from old
          where s.id = any(array[old.id]) and coalesce(s.code, s.message) is not null)
        update results r
        set payload_dropped = true,
          -- The one character that text may name and jsonb may not hold.
          json = (replace(r.json, '\u0000', '\ufffd')::jsonb - 'message' - 'vendorMessage')::text
        from old where r.id = old.id
        returning r.id
        """;

    private const string DeleteEntries =
        $$"""
        with old as (
          select id from results r where payload_dropped and settled_at < $1 and {{WasPublished}}
          order by settled_at limit $2 for update skip locked),
        forgotten as (delete from entries e using old where e.id = old.id),
        forgiven as (delete from failures f using old where f.id = any(array[old.id])),
        retraced as (delete from steps s using old where s.id = any(array[old.id]))
        delete from results r using old where r.id = old.id
        returning r.id
        """;

    private const string ForgetPublished =
        """
        delete from outbox where ctid = any(array(
          select ctid from outbox where ids = '{}' and published_at < $1 order by published_at limit $2
          for update skip locked))
        """;

    private const string PurgeCalls =
        """
        delete from calls
        where id = any(array(select id from calls where id < $1 order by id limit $2 for update skip locked))
        returning id
        """;

    public Task<int> PurgeAsync(
        DateTimeOffset payloadsBefore, DateTimeOffset entriesBefore, int limit, CancellationToken cancellationToken) =>
        _transactions.RunAsync(
            async transaction =>
            {
                transaction.Timeout = _timeouts.Report;
                // What is to be deleted loses its content first, so that only rows without it have to be searched for
                // deletion.
                var dropBefore = payloadsBefore > entriesBefore ? payloadsBefore : entriesBefore;
                var touched = 0;
                await transaction.RunAsync(
                    new PostgresStatement(
                        DropPayloads, _ => touched++, Value(dropBefore.ToUniversalTime()), Value(limit)));
                await transaction.RunAsync(
                    new PostgresStatement(
                        DeleteEntries, _ => touched++, Value(entriesBefore.ToUniversalTime()), Value(limit - touched)),
                    new PostgresStatement(
                        ForgetPublished, null, Value(entriesBefore.ToUniversalTime()), Value(limit)));
                return touched;
            },
            cancellationToken);

    public Task<int> PurgeCallsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        _transactions.RunAsync(
            async transaction =>
            {
                transaction.Timeout = _timeouts.Report;
                var deleted = 0;
                await transaction.RunAsync(new PostgresStatement(
                    PurgeCalls, _ => deleted++, Value(SentCall.FirstId(before)), Value(limit)));
                return deleted;
            },
            cancellationToken);
}
