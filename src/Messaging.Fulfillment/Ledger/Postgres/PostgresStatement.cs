using Npgsql;

namespace Messaging.Fulfillment.Ledger.Postgres;

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
