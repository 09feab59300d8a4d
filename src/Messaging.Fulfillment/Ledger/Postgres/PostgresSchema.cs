using DbUp.Postgresql;
using Messaging.Fulfillment.Ledger.Migrations;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Messaging.Fulfillment.Ledger.Postgres;

/// <summary>Brings the database's schema up to date.</summary>
internal static class PostgresSchema
{
    // Any number that no other program locks in this database: the letters "ledger".
    private const long Lock = 0x6c6564676572;

    /// <summary>Runs the migrations; workers that start together wait for one another.</summary>
    public static async Task MigrateAsync(NpgsqlDataSource source, ILogger logger, CancellationToken cancellationToken)
    {
        // The lock belongs to the connection: it is released with it, however this process ends.
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await LockAsync(connection, $"select pg_advisory_lock({Lock})", cancellationToken);
        try
        {
            // The migrator does not know how to wait asynchronously.
            var database = PostgresqlExtensions.PostgresqlDatabase(new PostgresqlConnectionManager(source));
            await Task.Run(() => LedgerMigrator.Migrate(database, "postgres", logger), cancellationToken);
        }
        finally
        {
            if (connection.FullState == System.Data.ConnectionState.Open)
                await LockAsync(connection, $"select pg_advisory_unlock({Lock})", CancellationToken.None);
        }
    }

    private static async Task LockAsync(
        NpgsqlConnection connection, FormattableString sql, CancellationToken cancellationToken)
    {
        await using var command =
            new NpgsqlCommand(FormattableString.Invariant(sql), connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
