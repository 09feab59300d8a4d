using Messaging.Fulfillment.Settings;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Messaging.Fulfillment.Ledger;

/// <summary>Settings of the ledger, from the section <c>Ledger</c>.</summary>
public sealed class LedgerOptions : IValidatedSettings
{
    /// <summary>The <see cref="Provider"/> for one process.</summary>
    internal const string Sqlite = "sqlite";

    /// <summary>The <see cref="Provider"/> for several workers.</summary>
    internal const string Postgres = "postgres";

    /// <summary><c>sqlite</c> (embedded, one process) or <c>postgres</c> (several workers). Default: sqlite.</summary>
    public string Provider { get; set; } = Sqlite;

    /// <summary>
    /// SQLite: <c>Data Source=</c> and the file. PostgreSQL: as Npgsql takes it; may hold a password, so from a secret
    /// store or the environment. Default: <c>Data Source=fulfillment.db</c>.
    /// </summary>
    public string ConnectionString { get; set; } = "Data Source=fulfillment.db";

    /// <summary>
    /// How long a worker that does not renew its lease keeps its claims, 5 s to 10 min. The database's clock measures
    /// it; a worker whose own clock differs by more than a quarter of it says so. PostgreSQL only: SQLite has one
    /// worker. Default: 20 s.
    /// </summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How often the ledger is asked for entries whose time has come, 100 ms to 1 min. Default: 1 s.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);


    /// <summary>
    /// How long after its result was published an order event's content (personal data) is kept. Default: 7 days.
    /// </summary>
    public TimeSpan KeepPayloads { get; set; } = TimeSpan.FromDays(7);

    /// <summary>
    /// How long after its result was published an entry is kept; an event that is published again after that counts as
    /// new. Default: 90 days.
    /// </summary>
    public TimeSpan KeepEntries { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long it is kept what operators did. Default: 365 days.</summary>
    public TimeSpan KeepAudit { get; set; } = TimeSpan.FromDays(365);

    /// <summary>How far a worker's own clock may differ from the database's before it says so.</summary>
    internal TimeSpan ClockTolerance => LeaseDuration / 4;

    /// <inheritdoc/>
    public IEnumerable<string> FindErrors(string path)
    {
        if (Provider is not (Sqlite or Postgres))
            yield return $"{path}:Provider: '{Provider}' is neither {Sqlite} nor {Postgres}.";
        else if (FindConnectionError() is { } error)
            yield return $"{path}:ConnectionString: {error}";

        if (LeaseDuration < TimeSpan.FromSeconds(5) || LeaseDuration > TimeSpan.FromMinutes(10))
            yield return $"{path}:LeaseDuration: {LeaseDuration} is outside 5 seconds to 10 minutes.";
        if (PollInterval < TimeSpan.FromMilliseconds(100) || PollInterval > TimeSpan.FromMinutes(1))
            yield return $"{path}:PollInterval: {PollInterval} is outside 100 milliseconds to 1 minute.";
        if (KeepPayloads < TimeSpan.FromMinutes(1) || KeepPayloads > TimeSpan.FromDays(3650))
            yield return $"{path}:KeepPayloads: {KeepPayloads} is outside 1 minute to 3,650 days.";
        if (KeepEntries < TimeSpan.FromDays(1) || KeepEntries > TimeSpan.FromDays(3650))
            yield return $"{path}:KeepEntries: {KeepEntries} is outside 1 day to 3,650 days.";
        if (KeepAudit < TimeSpan.FromDays(1) || KeepAudit > TimeSpan.FromDays(3650))
            yield return $"{path}:KeepAudit: {KeepAudit} is outside 1 day to 3,650 days.";
        if (KeepEntries < KeepPayloads)
            yield return $"{path}:KeepEntries: {KeepEntries} is shorter than {path}:KeepPayloads, {KeepPayloads}.";
    }

    /// <summary>
    /// The parsers' own messages may quote what they could not read, a password perhaps, and are not repeated.
    /// </summary>
    private string? FindConnectionError()
    {
        if (string.IsNullOrWhiteSpace(ConnectionString))
            return "is missing.";

        try
        {
            if (Provider is Sqlite)
            {
                var file = new SqliteConnectionStringBuilder(ConnectionString).DataSource;
                return file.Length == 0 ? "names no file: Data Source=fulfillment.db" : null;
            }

            return new NpgsqlConnectionStringBuilder(ConnectionString).Host is null
                ? "names no server: Host=db;Database=fulfillment;Username=fulfillment;Password=…"
                : null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or NotSupportedException)
        {
            return $"cannot be read as one of {Provider}.";
        }
    }
}
