using Npgsql;

namespace Messaging.Fulfillment.Ledger.Postgres;

internal static class PostgresConnection
{
    /// <summary>
    /// Every statement looks rows up by key, a batch of them at a time. A plan made while a table was empty would read
    /// all of it, and stay; so the ways to do that are closed. Nor is any statement so long that compiling it pays.
    /// What settings cannot close is closed in the statements: <c>= any(array[key])</c> for <c>= key</c> leaves no way
    /// to a row but by its key, <c>owner is not distinct from</c> for <c>owner =</c> offers none through the index of
    /// what is claimed, and <c>offset 0</c> keeps a subquery's conditions to itself.
    /// </summary>
    private const string Plans = "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off";

    /// <summary>A worker that vanished between two statements keeps its locks no longer than this.</summary>
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
