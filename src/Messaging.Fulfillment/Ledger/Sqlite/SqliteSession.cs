using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Messaging.Fulfillment.Ledger.Sqlite;

/// <summary>One connection, used by one transaction at a time, with its statements prepared once.</summary>
/// <remarks>
/// SQLite has no asynchronous calls: a transaction runs on the caller's thread, some milliseconds for a full batch.
/// </remarks>
/// <param name="connection">An open connection.</param>
/// <param name="begin">
/// How its transactions begin: <c>begin immediate</c> where they write, <c>begin</c> where they read.
/// </param>
internal sealed class SqliteSession(SqliteConnection connection, string begin) : IAsyncDisposable
{
    private readonly SemaphoreSlim _mutex = new(1, 1);
    private readonly Dictionary<string, SqliteCommand> _statements = new(StringComparer.Ordinal);
    private int _disposed;

    public SqliteConnection Connection => connection;

    public async Task<T> RunAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        await _mutex.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed == 1, this);
            Execute(begin);
            try
            {
                var result = work(this);
                Execute("commit");
                return result;
            }
            catch
            {
                // Some failures have rolled back already, and then there is nothing left to roll back.
                if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0)
                    Execute("rollback");
                throw;
            }
        }
        finally
        {
            _mutex.Release();
        }
    }

    /// <summary>
    /// Copies the log into the database and empties its file, so that it keeps nothing of what was deleted; not while
    /// somebody reads from it, and then the next time.
    /// </summary>
    public async Task EmptyLogAsync(CancellationToken cancellationToken)
    {
        await _mutex.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed == 1, this);
            Execute("pragma wal_checkpoint(truncate)");
        }
        finally
        {
            _mutex.Release();
        }
    }

    /// <returns>How many rows were touched.</returns>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteNonQuery();

    /// <returns>The first row, or the default of <typeparamref name="T"/> where there is none.</returns>
    public T? First<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using var reader = Bind(sql, values).ExecuteReader();
        return reader.Read() ? read(reader) : default;
    }

    public bool Any(string sql, params ReadOnlySpan<object?> values)
    {
        using var reader = Bind(sql, values).ExecuteReader();
        return reader.Read();
    }

    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using var reader = Bind(sql, values).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;
        await _mutex.WaitAsync();
        foreach (var statement in _statements.Values)
            statement.Dispose();
        connection.Dispose();
        _mutex.Release();
    }

    /// <summary>The statement has the values as $1, $2, …</summary>
    private SqliteCommand Bind(string sql, ReadOnlySpan<object?> values)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            statement = connection.CreateCommand();
            statement.CommandText = sql;
            for (var i = 1; i <= values.Length; i++)
                statement.Parameters.Add(
                    new SqliteParameter { ParameterName = string.Create(CultureInfo.InvariantCulture, $"${i}") });
            _statements.Add(sql, statement);
        }

        for (var i = 0; i < values.Length; i++)
            statement.Parameters[i].Value = values[i] ?? DBNull.Value;
        return statement;
    }
}
