using Npgsql;

namespace Messaging.Benchmarks.Environments;

/// <summary>What a ledger takes up.</summary>
/// <param name="Log">Bytes that were ever written to PostgreSQL's write-ahead log; 0 with SQLite.</param>
/// <param name="Tables">Bytes of each table with its indexes, or of each file.</param>
internal sealed record LedgerSize(long Log, IReadOnlyDictionary<string, long> Tables)
{
    private const string Sizes =
        """
        select relname, pg_total_relation_size(oid), pg_current_wal_lsn() - '0/0' from pg_class
        where relkind = 'r' and relnamespace = 'public'::regnamespace
        """;

    /// <summary>Of a ledger in PostgreSQL.</summary>
    public static async Task<LedgerSize> MeasureAsync(string database, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(Sizes, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var tables = new Dictionary<string, long>(StringComparer.Ordinal);
        var log = 0L;
        while (await reader.ReadAsync(cancellationToken))
        {
            tables[reader.GetString(0)] = reader.GetInt64(1);
            log = (long)reader.GetDecimal(2);
        }

        return new(log, tables);
    }

    /// <summary>Of a ledger in a file of SQLite's.</summary>
    public static LedgerSize Measure(string folder) => new(
        Log: 0,
        new DirectoryInfo(folder).EnumerateFiles("ledger.db*")
            .ToDictionary(file => file.Name, file => file.Length, StringComparer.Ordinal));
}
