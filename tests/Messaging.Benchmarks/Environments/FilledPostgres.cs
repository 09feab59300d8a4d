using System.Globalization;
using Messaging.Fulfillment.Ledger.Postgres;
using Messaging.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Messaging.Benchmarks.Environments;

/// <summary>
/// A ledger in PostgreSQL with a long past, see <see cref="LedgerPast"/>, and no company for the orders of a
/// measurement. It is filled once; each measurement gets a copy.
/// </summary>
internal sealed class FilledPostgres(PostgresServer server, string template)
{
    private const int Together = 500_000;

    /// <summary>
    /// What the service would have written, for the numbers from $1 to $2: a hundred orders of an account in a call,
    /// settled and published together. It follows the ledger's schema: when that changes, this does. $3 when the first
    /// was, $4 microseconds between two, $5 accounts, $6 the last whose content is purged.
    /// </summary>
    private const string FillSettled =
        """
        with given as materialized (
          select i, (i - 1) / 100 as together, 'a' || (i - 1) / 100 % $5 as account, gen_random_uuid() as event_id,
            'H' || i as order_no, $3 + i * $4 * interval '1 microsecond' as at, i % 100 <> 0 as succeeded,
            i <= $6 as is_purged,
            (lpad(to_hex((extract(epoch from $3 + ((i - 1) / 100 * 100 + 1) * $4 * interval '1 microsecond')
              * 1000)::bigint), 12, '0') || '70008000' || lpad(to_hex((i - 1) / 100), 12, '0'))::uuid as call
          from generate_series($1, $2) i),
        called as (
          insert into calls (id, worker, began, milliseconds, orders, outcome)
          select call, 'past', min(at), 100, 100, 'answered' from given group by call),
        entry as (
          insert into entries (
            event_id, event_type, vendor, account, order_no, occurred_at, received_at, payload, is_first, claimed_in)
          select event_id, 'OrderShipped', 'fengchao', account, order_no, at, at,
            case when not is_purged then jsonb_build_object(
              'eventId', event_id, 'orderNo', order_no, 'occurredAt', at, 'carrierCode', 'zhongtong',
              'trackingNo', 'T' || i) end, true, together
          from given
          returning id, event_id, order_no),
        published as (
          insert into outbox (id, vendor, owner, settled_at, ids, published_at)
          select together, 'fengchao', 'past', min(at), '{}', max(at) from given group by together),
        failed as (
          insert into failures (id, event_id, vendor, account, order_no, reason, code, settled_at)
          select e.id, e.event_id, 'fengchao', g.account, e.order_no, 'rejectedByVendor', '40' || g.i / 100 % 20, g.at
          from entry e join given g on g.event_id = e.event_id
          where not g.succeeded
          order by e.id)
        insert into results (id, succeeded, attempts, json, settled_at, settled_in, payload_dropped, call)
        select e.id, g.succeeded, 1, jsonb_build_object(
            'eventId', gen_random_uuid(), 'orderEventId', e.event_id, 'orderEventType', 'OrderShipped', 'orderNo',
            e.order_no, 'vendor', 'fengchao', 'account', g.account, 'attempts', 1, 'settledAt', g.at),
          g.at, g.together, g.is_purged, g.call
        from entry e join given g on g.event_id = e.event_id
        order by e.id
        """;

    /// <summary>
    /// Orders that were tried once and wait, for the numbers from $1 to $2; $3 accounts, $4 since when.
    /// </summary>
    private const string FillWaiting =
        """
        with entry as (
          insert into entries (
            event_id, event_type, vendor, account, order_no, occurred_at, received_at, payload, is_first)
          select gen_random_uuid(), 'OrderShipped', 'fengchao', 'a' || i % $3, 'W' || i,
            $4 + i * interval '1 microsecond', $4 + i * interval '1 microsecond', jsonb_build_object(
              'eventId', gen_random_uuid(), 'orderNo', 'W' || i, 'carrierCode', 'zhongtong', 'trackingNo', 'T' || i),
            true
          from generate_series($1, $2) i
          returning id, event_id, account, order_no, received_at)
        insert into work (
          event_id, id, vendor, account, order_no, occurred_at, received_at, due_at, attempts, claim, may_be_done, code)
        select event_id, id, 'fengchao', account, order_no, received_at, received_at,
          -- Half of them is due.
          received_at + id % 2 * interval '10 days', 1, 1, false, '500'
        from entry
        """;

    private const string Count =
        """
        insert into tallies (vendor, received, succeeded, failed)
        values ('fengchao', $1 + $2, $1 - $1 / 100, $1 / 100)
        """;

    private string? _copy;

    /// <summary>Fills one.</summary>
    /// <param name="server">Where.</param>
    /// <param name="past">With what.</param>
    /// <param name="progress">Told of each part.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<FilledPostgres> CreateAsync(
        PostgresServer server, LedgerPast past, Action<string> progress, CancellationToken cancellationToken)
    {
        var address = await server.CreateDatabaseAsync();
        await using (var database = NpgsqlDataSource.Create(address))
        {
            await PostgresSchema.MigrateAsync(database, NullLogger.Instance, cancellationToken);
            for (long done = 0; done < past.Settled; done += Together)
            {
                var last = Math.Min(past.Settled, done + Together);
                await ExecuteAsync(
                    database, FillSettled, cancellationToken, done + 1, last, past.Began, past.Step.Ticks / 10,
                    (long)LedgerPast.Accounts, past.LastPurged);
                progress(FormattableString.Invariant($"the ledger holds {last:n0} settled entries"));
            }

            if (past.Waiting > 0)
            {
                await ExecuteAsync(
                    database, FillWaiting, cancellationToken, 1L, past.Waiting, (long)LedgerPast.Accounts,
                    past.WaitingSince);
            }

            await ExecuteAsync(database, Count, cancellationToken, past.Settled, past.Waiting);
            await ExecuteAsync(database, "vacuum (freeze, analyze)", cancellationToken);
        }

        return new(server, new NpgsqlConnectionStringBuilder(address).Database!);
    }

    /// <summary>A copy that nothing was added to; the one before is removed.</summary>
    public async Task<string> CopyAsync()
    {
        await using var database = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(server.ConnectionString) { Pooling = false });
        if (_copy is not null)
            await ExecuteAsync(database, $"drop database {_copy} with (force)", CancellationToken.None);
        _copy = string.Create(CultureInfo.InvariantCulture, $"copy_{Guid.NewGuid():n}");
        await ExecuteAsync(
            database, $"create database {_copy} template {template} strategy file_copy", CancellationToken.None);
        return Address(_copy);
    }

    /// <summary>The one that was filled, for whoever needs no copy.</summary>
    public string Original => Address(template);

    private string Address(string database) =>
        new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = database }.ConnectionString;

    private static async Task ExecuteAsync(
        NpgsqlDataSource database, string sql, CancellationToken cancellationToken, params object[] values)
    {
        // The texts are those above; a database's name is made of hexadecimal digits.
#pragma warning disable CA2100
        await using var command = database.CreateCommand(sql);
#pragma warning restore CA2100
        command.CommandTimeout = 0;
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
