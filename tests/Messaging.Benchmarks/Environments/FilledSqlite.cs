using Messaging.Fulfillment.Ledger.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messaging.Benchmarks.Environments;

/// <summary>A ledger in a file with a long past, as <see cref="FilledPostgres"/>.</summary>
internal sealed class FilledSqlite : IDisposable
{
    private const long Together = 500_000;

    /// <summary>
    /// What the service would have written, for the numbers from $1 to $2: a hundred orders of an account in a call,
    /// settled and published together. It follows the ledger's schema: when that changes, this does. $3 when the first
    /// was, $4 microseconds between two, $5 accounts, $6 the last whose content is purged.
    /// </summary>
    private const string FillSettled =
        """
        with recursive given (i) as (select $1 union all select i + 1 from given where i < $2)
        insert into entries (id, event_id, event_type, vendor, account, order_no, occurred_at, received_at, payload)
        select i, randomblob(16), 'OrderShipped', 'fengchao', 'a' || (i - 1) / 100 % $5, 'H' || i, $3 + i * $4,
          $3 + i * $4, iif(i > $6, json_object(
            'eventId', hex(randomblob(16)), 'orderNo', 'H' || i, 'occurredAt', $3 + i * $4,
            'carrierCode', 'zhongtong', 'trackingNo', 'T' || i), null)
        from given;
        insert into results (number, id, succeeded, attempts, json, settled_at, payload_dropped, call)
        select id, id, id % 100 <> 0, 1, json_object(
            'eventId', hex(randomblob(16)), 'orderEventId', hex(event_id), 'orderEventType', 'OrderShipped',
            'orderNo', order_no, 'vendor', 'fengchao', 'account', account, 'attempts', 1, 'settledAt', occurred_at),
          occurred_at, id <= $6, unhex(printf('%012x70008000%012x',
            ($3 + ((id - 1) / 100 * 100 + 1) * $4) / 1000, (id - 1) / 100))
        from entries where id between $1 and $2;
        insert into calls (id, worker, began, milliseconds, orders, outcome)
        select call, 'past', settled_at, 100, 100, 'answered' from results
        where number between $1 and $2 and number % 100 = 1;
        insert into failures (id, event_id, vendor, account, order_no, reason, code, settled_at)
        select id, event_id, 'fengchao', account, order_no, 'rejectedByVendor', '40' || id / 100 % 20, occurred_at
        from entries where id between $1 and $2 and id % 100 = 0;
        insert into outbox (first, last, vendor, owner, settled_at, published_at)
        select min(id), max(id), 'fengchao', 'past', min(occurred_at), max(occurred_at)
        from entries where id between $1 and $2
        group by (id - 1) / 100;
        """;

    /// <summary>
    /// Orders that were tried once and wait, for the numbers from $1 to $2; $3 accounts, $4 since when, $5 the entries
    /// before.
    /// </summary>
    private const string FillWaiting =
        """
        with recursive given (i) as (select $1 union all select i + 1 from given where i < $2)
        insert into entries (event_id, event_type, vendor, account, order_no, occurred_at, received_at, payload)
        select randomblob(16), 'OrderShipped', 'fengchao', 'a' || i % $3, 'W' || i, $4 + i, $4 + i, json_object(
          'eventId', hex(randomblob(16)), 'orderNo', 'W' || i, 'carrierCode', 'zhongtong', 'trackingNo', 'T' || i)
        from given;
        insert into work (
          event_id, id, vendor, account, order_no, occurred_at, received_at, due_at, attempts, claim, may_be_done, code)
        select event_id, id, 'fengchao', account, order_no, received_at, received_at,
          -- Half of them is due.
          received_at + id % 2 * 864000000000, 1, 1, 0, '500'
        from entries where id > $5;
        """;

    private const string Count =
        """
        insert into tallies (vendor, received, succeeded, failed)
        values ('fengchao', $1 + $2, $1 - $1 / 100, $1 / 100);
        analyze;
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("messaging-benchmark-");

    private FilledSqlite()
    {
    }

    private string File => Path.Combine(_folder.FullName, "ledger.db");

    /// <summary>The one that was filled, for whoever needs no copy.</summary>
    public string Original => $"Data Source={File}";

    /// <summary>Where it is.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Fills one.</summary>
    /// <param name="past">With what.</param>
    /// <param name="progress">Told of each part.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<FilledSqlite> CreateAsync(
        LedgerPast past, Action<string> progress, CancellationToken cancellationToken)
    {
        var filled = new FilledSqlite();
        await using var connection = new SqliteConnection($"Data Source={filled.File};Pooling=false");
        await connection.OpenAsync(cancellationToken);
        SqliteSchema.Migrate(connection, NullLogger.Instance);
        await ExecuteAsync("pragma synchronous = off; pragma journal_mode = off; pragma cache_size = -524288");
        for (long done = 0; done < past.Settled; done += Together)
        {
            var last = Math.Min(past.Settled, done + Together);
            await ExecuteAsync(
                FillSettled, done + 1, last, past.Began.ToMicroseconds(), past.Step.Ticks / 10, LedgerPast.Accounts,
                past.LastPurged);
            progress(FormattableString.Invariant($"the ledger's file holds {last:n0} settled entries"));
        }

        if (past.Waiting > 0)
        {
            await ExecuteAsync(
                FillWaiting, 1, past.Waiting, LedgerPast.Accounts, past.WaitingSince.ToMicroseconds(), past.Settled);
        }

        await ExecuteAsync(Count, past.Settled, past.Waiting);
        return filled;

        async Task ExecuteAsync(string sql, params long[] values)
        {
            // The texts are those above.
#pragma warning disable CA2100
            await using var command = new SqliteCommand(sql, connection);
#pragma warning restore CA2100
            for (var i = 0; i < values.Length; i++)
                command.Parameters.AddWithValue(FormattableString.Invariant($"${i + 1}"), values[i]);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
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
