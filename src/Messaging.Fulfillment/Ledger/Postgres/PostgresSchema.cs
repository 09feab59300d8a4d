using DbUp.Postgresql;
using Messaging.Fulfillment.Ledger.Migrations;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Messaging.Fulfillment.Ledger.Postgres;

/// <summary>Brings the database's schema up to date.</summary>
internal static class PostgresSchema
{
    /// <summary>
    /// Workers that start together wait for one another. The lock ends with the transaction, and the server ends the
    /// transaction of a worker that has disappeared (<c>idle_in_transaction_session_timeout</c>): nobody waits for the
    /// dead. Who waits asks again and again, so that it says why, and notices when its own connection is dead. The
    /// number is one that no other program locks in this database: the letters "ledger".
    /// </summary>
    internal const string Lock =
        """
        do $$
        begin
          perform set_config('lock_timeout', '500ms', true);
          perform pg_advisory_xact_lock(x'6c6564676572'::bigint);
          perform set_config('lock_timeout', '0', true);
        exception when lock_not_available then
          raise exception 'another worker is bringing the schema up to date' using errcode = 'lock_not_available';
        end
        $$
        """;

    /// <summary>Runs the migrations.</summary>
    public static Task MigrateAsync(NpgsqlDataSource source, ILogger logger, CancellationToken cancellationToken)
    {
        // The migrator does not know how to wait asynchronously.
        var database = PostgresqlExtensions.PostgresqlDatabase(new PostgresqlConnectionManager(source));
        return Task.Run(() => LedgerMigrator.Migrate(database, "postgres", Lock, logger), cancellationToken);
    }
}
