using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Messaging.Fulfillment.Ledger;

/// <summary>
/// How far a ledger's database is, as an operator wants to know before a worker starts on it: reading it changes
/// nothing, and a worker that runs on it meanwhile is not disturbed.
/// </summary>
/// <param name="Version">
/// The last migration that the database has seen, as <c>20260401000000_Precedence</c>; null where it has none yet.
/// </param>
/// <param name="Pending">The migrations that the next start runs, in their order.</param>
public sealed record LedgerSchema(string? Version, IReadOnlyList<string> Pending)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Opens the database that is configured, and reads which migrations it has seen.</summary>
    /// <param name="options">The ledger's settings, sound.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LedgerException">It cannot be opened, read or, where it is new, written.</exception>
    public static async Task<LedgerSchema> ReadAsync(LedgerOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var scripts = GetScripts(options.Provider);
        try
        {
            var seen = options.Provider is LedgerOptions.Postgres
                ? await ReadPostgresAsync(options.ConnectionString, cancellationToken)
                : await ReadSqliteAsync(options.ConnectionString, cancellationToken);
            return new(seen.Max(StringComparer.Ordinal), [.. scripts.Except(seen, StringComparer.Ordinal)]);
        }
        catch (Exception e) when (
            e is DbException or IOException or TimeoutException or UnauthorizedAccessException
                or System.Net.Sockets.SocketException)
        {
            throw new LedgerException(e.Message, e);
        }
    }

    private static IEnumerable<string> GetScripts(string provider) =>
        typeof(LedgerSchema).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(provider + '/', StringComparison.Ordinal))
            .Select(name => name[(provider.Length + 1)..])
            .Order(StringComparer.Ordinal);

    private static async Task<HashSet<string>> ReadPostgresAsync(
        string connectionString, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Timeout = (int)Timeout.TotalSeconds,
            CommandTimeout = (int)Timeout.TotalSeconds,
            Pooling = false,
        };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        if (await AskAsync("select to_regclass('ledger_migrations') is not null"))
            return await ReadAsync(connection, cancellationToken);
        return await AskAsync("select coalesce(has_schema_privilege(current_schema(), 'CREATE'), false)")
            ? []
            : throw new LedgerException(
                $"User {settings.Username} may not create tables in database {settings.Database}: "
                    + "grant create on its schema, for the first start makes the ledger's.");

        async Task<bool> AskAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
        }
    }

    private static async Task<HashSet<string>> ReadSqliteAsync(
        string connectionString, CancellationToken cancellationToken)
    {
        var settings = new SqliteConnectionStringBuilder(connectionString) { Pooling = false };
        if (settings.Mode == SqliteOpenMode.Memory || settings.DataSource is ":memory:")
            return [];
        if (!File.Exists(settings.DataSource))
        {
            ProveWritable(Path.GetDirectoryName(Path.GetFullPath(settings.DataSource))!);
            return [];
        }

        settings.Mode = SqliteOpenMode.ReadOnly;
        await using var connection = new SqliteConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from sqlite_master where name = 'ledger_migrations'";
        return (long)(await command.ExecuteScalarAsync(cancellationToken))! == 0
            ? []
            : await ReadAsync(connection, cancellationToken);
    }

    /// <summary>
    /// With a file that is gone when it is closed. A folder that is not there yet is made by the first start.
    /// </summary>
    private static void ProveWritable(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        var path = Path.Combine(folder, $".{Guid.NewGuid():N}");
        File.Create(path, bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
    }

    private static async Task<HashSet<string>> ReadAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = """select "MigrationId" from ledger_migrations""";
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (await row.ReadAsync(cancellationToken))
            seen.Add(row.GetString(0));
        return seen;
    }
}
