using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Messaging.Fulfillment.Ledger.Sqlite;

/// <summary>Carries the migrations; it has no entities, the ledger speaks SQL.</summary>
internal sealed class SqliteSchema(DbContextOptions<SqliteSchema> options) : DbContext(options)
{
    /// <summary>Brings the schema up to date. The caller holds the file's lock.</summary>
    public static async Task MigrateAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        // A process killed while it migrated leaves its mark behind, and EF would wait for it for ever.
        using (var command = connection.CreateCommand())
        {
            command.CommandText = """drop table if exists "__EFMigrationsLock";""";
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var schema = On(connection);
        await schema.Database.MigrateAsync(cancellationToken);
    }

    /// <summary>The schema of the database that a connection is open to.</summary>
    public static SqliteSchema On(SqliteConnection connection) => new(
        new DbContextOptionsBuilder<SqliteSchema>()
            .UseSqlite(connection, sqlite => sqlite.MigrationsHistoryTable("ledger_migrations"))
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning))
            .Options);
}
