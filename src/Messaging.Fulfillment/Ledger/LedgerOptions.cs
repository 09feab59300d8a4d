namespace Messaging.Fulfillment.Ledger;

/// <summary>Settings of the ledger, from the section <c>Ledger</c>.</summary>
public sealed class LedgerOptions
{
    /// <summary>The <see cref="Provider"/> for one process.</summary>
    internal const string Sqlite = "sqlite";

    /// <summary>The <see cref="Provider"/> for several workers.</summary>
    internal const string Postgres = "postgres";

    /// <summary><c>sqlite</c> (embedded, one process) or <c>postgres</c> (several workers). Default: sqlite.</summary>
    public string Provider { get; set; } = Sqlite;

    /// <summary>
    /// SQLite: <c>Data Source=</c> and the file. PostgreSQL: as Npgsql takes it; may hold a password, so from a secret store or the environment.
    /// Default: <c>Data Source=fulfillment.db</c>.
    /// </summary>
    public string ConnectionString { get; set; } = "Data Source=fulfillment.db";

    /// <summary>
    /// How long a worker that shows no sign of life keeps its claims, 5 s to 10 min. The clocks of the workers' machines must agree to within
    /// a quarter of it. PostgreSQL only: SQLite has one worker. Default: 20 s.
    /// </summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How often the ledger is asked for entries whose time has come, 100 ms to 1 min. Default: 1 s.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The age from which an order event is given up instead of deferred. Default: 24 h.</summary>
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Delay before an order's first durable retry; doubles with each attempt, with jitter. Default: 2 s.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest delay between two attempts. Default: 10 min.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long after its result was published an order event's content (personal data) is kept. Default: 7 days.</summary>
    public TimeSpan KeepPayloads { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long after its result was published an entry is kept; an event that comes again after that is new. Default: 90 days.</summary>
    public TimeSpan KeepEntries { get; set; } = TimeSpan.FromDays(90);
}
