namespace Messaging.Chaos.Faults;

/// <summary>What was killed or spoilt, and what workers said of it.</summary>
/// <param name="Name">What.</param>
/// <param name="Began">When.</param>
/// <param name="Ended">When it was put right again; for a worker's death, when it began.</param>
/// <param name="Unready">
/// How long it took until every worker said that it was not ready; null where they did not have to.
/// </param>
public sealed record FaultReport(string Name, DateTimeOffset Began, DateTimeOffset Ended, TimeSpan? Unready)
{
    /// <summary>What was on its way already may still arrive.</summary>
    private static readonly TimeSpan OnTheWay = TimeSpan.FromSeconds(2);

    /// <summary>From its end to the next result; null where none came.</summary>
    /// <param name="results">When each came, in order.</param>
    public TimeSpan? FindRecovery(IEnumerable<DateTimeOffset> results) =>
        results.Where(at => at > Ended).Select(at => (TimeSpan?)(at - Ended)).FirstOrDefault();

    /// <summary>Results that came while it lasted.</summary>
    public int CountAnswered(IEnumerable<DateTimeOffset> results) => results.Count(at => at > Began && at <= Ended);

    /// <summary>For how long a worker said that it was ready while nothing came.</summary>
    public TimeSpan FindLie(IEnumerable<DateTimeOffset> results)
    {
        if (Unready is not { } unready)
            return TimeSpan.Zero;
        var flowed = results.Where(at => at > Began + OnTheWay).Select(at => at - Began).FirstOrDefault(unready);
        return flowed < unready ? flowed : unready;
    }
}
