using System.Globalization;
using Npgsql;

namespace Messaging.Fulfillment.Ledger.Postgres;

internal static class PostgresConnection
{
    /// <summary>
    /// Every statement looks up rows by key, a batch at a time. A generic plan made while a table was empty would scan
    /// all of it, and be kept for the connection's life; so scans are ruled out, and no statement is worth compiling.
    /// What settings cannot rule out is ruled out in the statements: <c>= any(array[key])</c> for <c>= key</c> leaves
    /// no access path but the key's index, <c>owner is not distinct from</c> for <c>owner =</c> keeps the index of
    /// claimed rows out, and <c>offset 0</c> keeps a subquery's conditions inside it.
    /// </summary>
    private const string Plans = "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off";

    /// <summary>After a cancelled statement: a server that does not say so within this is not there.</summary>
    private const int CancellationMilliseconds = 1000;

    /// <summary>The operator's settings with those that the ledger relies on.</summary>
    /// <param name="connectionString">The operator's.</param>
    /// <param name="timeouts">Replace the operator's where those are longer.</param>
    public static string Complete(string connectionString, PostgresTimeouts timeouts)
    {
        var statement = (int)timeouts.Statement.TotalSeconds;
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxAutoPrepare = 40,
            AutoPrepareMinUsages = 2,
            // Parameter values, and so personal data, stay out of exceptions.
            IncludeErrorDetail = false,
            Enlist = false,
            // Nothing is set for a session but below, and all locks end with their transaction.
            NoResetOnClose = true,
            CommandTimeout = statement,
            // A connection that a firewall forgot is found while it is idle.
            TcpKeepAlive = true,
            TcpKeepAliveTime = statement,
            TcpKeepAliveInterval = 1,
        };
        settings.Timeout = Shorter(settings.Timeout, statement);
        // Never without a cancellation: what is given up must not go on at the server, holding its locks.
        settings.CancellationTimeout = Shorter(settings.CancellationTimeout, CancellationMilliseconds);
        // A worker that disappeared between two statements holds its locks no longer than it waits for others' itself.
        var locks = string.Create(
            CultureInfo.InvariantCulture, $"-c idle_in_transaction_session_timeout={statement}s");
        settings.Options =
            string.IsNullOrEmpty(settings.Options) ? $"{Plans} {locks}" : $"{Plans} {locks} {settings.Options}";
        settings.ApplicationName ??= "fulfillment";
        return settings.ConnectionString;
    }

    /// <summary>Zero and less mean: for ever.</summary>
    private static int Shorter(int configured, int limit) => configured <= 0 ? limit : Math.Min(configured, limit);
}
