using Messaging.Fulfillment.Ledger;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Messaging.Worker.Hosting;

/// <summary>Where the ledger is, without what its connection string has besides: a password among it.</summary>
internal static class LedgerAddress
{
    public static string Describe(LedgerOptions ledger)
    {
        if (ledger.Provider is "sqlite")
            return $"SQLite, {new SqliteConnectionStringBuilder(ledger.ConnectionString).DataSource}";

        var database = new NpgsqlConnectionStringBuilder(ledger.ConnectionString);
        return $"PostgreSQL, database {database.Database ?? database.Username} at {database.Host}";
    }
}
