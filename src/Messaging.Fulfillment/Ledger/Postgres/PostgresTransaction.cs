using Npgsql;

namespace Messaging.Fulfillment.Ledger.Postgres;

/// <summary>A transaction under way.</summary>
internal sealed class PostgresTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    : IAsyncDisposable
{
    /// <summary>The server's id of it; null while nothing was written.</summary>
    public string? Id { get; private set; }

    /// <summary>
    /// Runs statements in one round trip. Each sees what others had committed when it began, so that a statement that has to see what
    /// another has waited for comes after it and is not a part of it.
    /// </summary>
    public async Task RunAsync(params PostgresStatement[] statements)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var statement in statements)
            batch.BatchCommands.Add(statement.Command);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("select pg_current_xact_id_if_assigned()::text"));

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        foreach (var statement in statements)
        {
            if (statement.Read is null)
                continue;
            while (await reader.ReadAsync(cancellationToken))
                statement.Read(reader);
            await reader.NextResultAsync(cancellationToken);
        }

        await reader.ReadAsync(cancellationToken);
        Id = reader.IsDBNull(0) ? null : reader.GetString(0);
    }

    public Task CommitAsync() => transaction.CommitAsync(cancellationToken);

    public ValueTask DisposeAsync() => transaction.DisposeAsync();
}

/// <summary>A statement with its values, $1, $2, …, and what becomes of its rows; null where it returns none.</summary>
internal sealed class PostgresStatement
{
    public PostgresStatement(string sql, Action<NpgsqlDataReader>? read, params NpgsqlParameter[] values)
    {
        Read = read;
        Command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            Command.Parameters.Add(value);
    }

    public NpgsqlBatchCommand Command { get; }

    public Action<NpgsqlDataReader>? Read { get; }

    public static NpgsqlParameter Value<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    /// <summary>A column's values, as an array.</summary>
    public static NpgsqlParameter Column<TItem, T>(IReadOnlyList<TItem> items, Func<TItem, T> select)
    {
        var values = new T[items.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = select(items[i]);
        return new NpgsqlParameter<T[]> { TypedValue = values };
    }
}
