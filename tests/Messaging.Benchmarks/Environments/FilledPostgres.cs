using System.Globalization;
using Messaging.Fulfillment.Ledger.Postgres;
using Messaging.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Messaging.Benchmarks.Environments;

/// <summary>
/// A ledger in PostgreSQL with a long history: so many order events, all settled, published and told apart by number
/// from those of a measurement. It is filled once; each measurement gets a copy.
/// </summary>
internal sealed class FilledPostgres(PostgresServer server, string template)
{
    private const int Together = 500_000;

    /// <summary>
    /// What the service would have written, for the numbers from $1 to $2: a hundred results are settled and published
    /// together. It follows the ledger's schema: when that changes, this does.
    /// </summary>
    private const string Fill =
        """
        with given as materialized (
          select i, (i - 1) / 100 as together, gen_random_uuid() as event_id, 'H' || i as order_no,
            now() - interval '2 days' + i * interval '1 microsecond' as at
          from generate_series($1::bigint, $2::bigint) i),
        entry as (
          insert into entries (
            event_id, event_type, vendor, account, order_no, occurred_at, received_at, payload, is_first, claimed_in)
          select event_id, 'OrderShipped', 'fengchao', 'main', order_no, at, at, jsonb_build_object(
            'eventId', event_id, 'orderNo', order_no, 'occurredAt', at, 'carrierCode', 'zhongtong',
            'trackingNo', 'T' || i), true, together
          from given
          returning id, event_id, order_no, occurred_at, claimed_in),
        published as (
          insert into outbox (id, vendor, owner, settled_at, ids, published_at)
          select together, 'fengchao', 'history', min(at), '{}', max(at) from given group by together)
        insert into results (id, succeeded, attempts, json, settled_at, settled_in)
        select id, true, 1, jsonb_build_object(
            'eventId', gen_random_uuid(), 'orderEventId', event_id, 'orderEventType', 'OrderShipped',
            'orderNo', order_no, 'vendor', 'fengchao', 'account', 'main', 'attempts', 1, 'settledAt', occurred_at),
          occurred_at, claimed_in
        from entry
        """;

    private const string Count =
        "insert into tallies (vendor, received, succeeded, failed) values ('fengchao', $1, $1, 0)";

    private string? _copy;

    /// <summary>Fills one.</summary>
    /// <param name="server">Where.</param>
    /// <param name="entries">How many order events.</param>
    /// <param name="progress">Told of each part.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<FilledPostgres> CreateAsync(
        PostgresServer server, int entries, Action<string> progress, CancellationToken cancellationToken)
    {
        var address = await server.CreateDatabaseAsync();
        await using (var database = NpgsqlDataSource.Create(address))
        {
            await PostgresSchema.MigrateAsync(database, NullLogger.Instance, cancellationToken);
            for (long done = 0; done < entries; done += Together)
            {
                var last = Math.Min(entries, done + Together);
                await ExecuteAsync(database, Fill, cancellationToken, done + 1, last);
                progress(FormattableString.Invariant($"the ledger holds {last:n0} settled entries"));
            }

            await ExecuteAsync(database, Count, cancellationToken, (long)entries);
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
        return new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = _copy }.ConnectionString;
    }

    private static async Task ExecuteAsync(
        NpgsqlDataSource database, string sql, CancellationToken cancellationToken, params long[] values)
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
