using Npgsql;

namespace Messaging.Fulfillment.Ledger.Postgres;

/// <summary>
/// How long an answer of the database is waited for. A connection that died without a word shows in nothing else, and
/// must be given up early enough that the lease can still be renewed over another.
/// </summary>
internal sealed class PostgresTimeouts
{
    /// <summary>A longer wait would serve nobody, however long the lease is.</summary>
    private static readonly TimeSpan LongestStatement = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <param name="connectionString">The operator's; its <c>Command Timeout</c> bounds all of them.</param>
    /// <param name="lease">The lease's duration.</param>
    public PostgresTimeouts(string connectionString, TimeSpan lease)
    {
        var configured = new NpgsqlConnectionStringBuilder(connectionString).CommandTimeout;
        var longest = configured > 0 ? TimeSpan.FromSeconds(configured) : TimeSpan.FromHours(1);
        // It is renewed every quarter and held for three: after a statement and its cancellation there is time for
        // more.
        Statement = Min(longest, Min(LongestStatement, WholeSeconds(lease / 5)));
        Release = Min(longest, WholeSeconds(lease / 2));
        Report = longest;
        Pause = Min(LongestPause, lease / 4);
    }

    /// <summary>For what is done all the time, a batch at a time.</summary>
    public TimeSpan Statement { get; }

    /// <summary>For releasing all that a dead worker owned; the lease is renewed again after it.</summary>
    public TimeSpan Release { get; }

    /// <summary>For what reads or deletes much, and holds up no order.</summary>
    public TimeSpan Report { get; }

    /// <summary>
    /// Between two attempts while the database cannot be reached. The first worker that is back takes over from the
    /// others when it has held its lease for its whole time: by then each of them has to have tried again.
    /// </summary>
    public TimeSpan Pause { get; }

    private static TimeSpan WholeSeconds(TimeSpan time) => TimeSpan.FromSeconds(Math.Max(1, (int)time.TotalSeconds));

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
