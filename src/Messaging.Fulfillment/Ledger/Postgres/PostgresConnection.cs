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

    /// <summary>A worker that disappeared between two statements holds its locks no longer than this.</summary>
    private const string Locks = "-c idle_in_transaction_session_timeout=30s";

    /// <summary>The operator's settings with those that the ledger relies on.</summary>
    public static string Complete(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxAutoPrepare = 40,
            AutoPrepareMinUsages = 2,
            // Parameter values, and so personal data, stay out of exceptions.
            IncludeErrorDetail = false,
            Enlist = false,
        };
        settings.Options =
            string.IsNullOrEmpty(settings.Options) ? $"{Plans} {Locks}" : $"{Plans} {Locks} {settings.Options}";
        settings.ApplicationName ??= "fulfillment";
        return settings.ConnectionString;
    }
}
