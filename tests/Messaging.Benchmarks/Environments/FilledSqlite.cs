using Messaging.Fulfillment.Ledger.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messaging.Benchmarks.Environments;

/// <summary>A ledger in a file with a long history, as <see cref="FilledPostgres"/>.</summary>
internal sealed class FilledSqlite : IDisposable
{
    private const long Together = 500_000;

    /// <summary>
    /// What the service would have written, for the numbers from $1 to $2: a hundred results are settled and published
    /// together. It follows the ledger's schema: when that changes, this does.
    /// </summary>
    private const string Fill =
        """
        with recursive given (i) as (select $1 union all select i + 1 from given where i < $2)
        insert into entries (id, event_id, event_type, vendor, account, order_no, occurred_at, received_at, payload)
        select i, randomblob(16), 'OrderShipped', 'fengchao', 'main', 'H' || i, $3 + i, $3 + i, json_object(
          'eventId', hex(randomblob(16)), 'orderNo', 'H' || i, 'occurredAt', $3 + i, 'carrierCode', 'zhongtong',
          'trackingNo', 'T' || i)
        from given;
        insert into results (number, id, succeeded, attempts, json, settled_at)
        select id, id, 1, 1, json_object(
          'eventId', hex(randomblob(16)), 'orderEventId', hex(event_id), 'orderEventType', 'OrderShipped',
          'orderNo', order_no, 'vendor', 'fengchao', 'account', 'main', 'attempts', 1, 'settledAt', occurred_at),
          occurred_at
        from entries where id between $1 and $2;
        insert into outbox (first, last, vendor, owner, settled_at, published_at)
        select min(id), max(id), 'fengchao', 'history', min(occurred_at), max(occurred_at)
        from entries where id between $1 and $2
        group by (id - 1) / 100;
        insert into tallies (vendor, received, succeeded, failed) values ('fengchao', $2, $2, 0)
        on conflict do update set received = $2, succeeded = $2;
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("messaging-benchmark-");

    private FilledSqlite()
    {
    }

    private string File => Path.Combine(_folder.FullName, "ledger.db");

    /// <summary>Fills one.</summary>
    /// <param name="entries">How many order events.</param>
    /// <param name="progress">Told of each part.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<FilledSqlite> CreateAsync(
        int entries, Action<string> progress, CancellationToken cancellationToken)
    {
        var filled = new FilledSqlite();
        await using var connection = new SqliteConnection($"Data Source={filled.File};Pooling=false");
        await connection.OpenAsync(cancellationToken);
        SqliteSchema.Migrate(connection, NullLogger.Instance);
        await using var command = connection.CreateCommand();
        command.CommandText = "pragma synchronous = off; pragma journal_mode = off; pragma cache_size = -524288";
        await command.ExecuteNonQueryAsync(cancellationToken);
        command.CommandText = Fill;
        var from = TimeProvider.System.GetUtcNow().AddDays(-2).ToMicroseconds();
        for (long done = 0; done < entries; done += Together)
        {
            var last = Math.Min(entries, done + Together);
            command.Parameters.Clear();
            command.Parameters.AddRange([
                new SqliteParameter("$1", done + 1), new SqliteParameter("$2", last), new SqliteParameter("$3", from),
            ]);
            await command.ExecuteNonQueryAsync(cancellationToken);
            progress(FormattableString.Invariant($"the ledger's file holds {last:n0} settled entries"));
        }

        return filled;
    }

    /// <summary>Makes a copy that nothing was added to.</summary>
    /// <returns>The copy's path, as given.</returns>
    public string CopyTo(string path)
    {
        System.IO.File.Copy(File, path);
        return path;
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}
