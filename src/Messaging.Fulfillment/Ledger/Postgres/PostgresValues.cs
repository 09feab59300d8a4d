using Npgsql;

namespace Messaging.Fulfillment.Ledger.Postgres;

internal static class PostgresValues
{
    public static T? ReadOrNull<T>(this NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? default : row.GetFieldValue<T>(column);
}
