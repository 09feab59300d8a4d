using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Messaging.Fulfillment.Ledger.Postgres;

/// <summary>Carries the migrations; it has no entities, the ledger speaks SQL.</summary>
internal sealed class PostgresSchema(DbContextOptions<PostgresSchema> options) : DbContext(options)
{
    // Any number that nobody else locks in this database: the letters "ledger".
    private const long Lock = 0x6c6564676572;

    /// <summary>Brings the schema up to date; workers that start together wait for one another.</summary>
    public static async Task MigrateAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        // The lock is the connection's: it goes with it, however this process ends.
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await LockAsync(connection, $"select pg_advisory_lock({Lock})", cancellationToken);
        try
        {
            await using var schema = On(connection);
            await schema.Database.MigrateAsync(cancellationToken);
        }
        finally
        {
            if (connection.FullState == System.Data.ConnectionState.Open)
                await LockAsync(connection, $"select pg_advisory_unlock({Lock})", CancellationToken.None);
        }
    }

    /// <summary>The schema of the database that a connection is open to.</summary>
    public static PostgresSchema On(NpgsqlConnection connection) => new(
        new DbContextOptionsBuilder<PostgresSchema>()
            .UseNpgsql(connection, npgsql => npgsql.MigrationsHistoryTable("ledger_migrations"))
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning))
            .Options);

    private static async Task LockAsync(NpgsqlConnection connection, FormattableString sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(FormattableString.Invariant(sql), connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
