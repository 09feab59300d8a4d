using DbUp;
using DbUp.Sqlite.Helpers;
using Messaging.Fulfillment.Ledger.Migrations;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Ledger.Sqlite;

/// <summary>Brings the database's schema up to date.</summary>
internal static class SqliteSchema
{
    /// <summary>Runs the migrations. The caller holds the file's lock.</summary>
    public static void Migrate(SqliteConnection connection, ILogger logger)
    {
        // Shared: the migrator does not close it. A database in memory ends with its connection.
        using var shared = new SharedConnection(connection);
        LedgerMigrator.Migrate(DeployChanges.To.SqliteDatabase(shared), "sqlite", keepOthersAway: null, logger);
    }
}
