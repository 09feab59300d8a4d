namespace Messaging.Chaos.Faults;

/// <summary>What came of all faults of one kind.</summary>
/// <param name="Name">The kind.</param>
/// <param name="Count">How many there were.</param>
/// <param name="Longest">The longest of them.</param>
/// <param name="Answered">Results that came while they lasted.</param>
/// <param name="LongestRecovery">The longest time from the end of one to the next result.</param>
/// <param name="LongestLie">The longest time for which a worker said that it was ready while nothing came.</param>
public sealed record FaultSummary(
    string Name, int Count, TimeSpan Longest, int Answered, TimeSpan LongestRecovery, TimeSpan LongestLie)
{
    /// <summary>Sums up the faults of a run.</summary>
    /// <param name="faults">All of them.</param>
    /// <param name="results">When each result came, in order.</param>
    public static IReadOnlyList<FaultSummary> From(
        IEnumerable<FaultReport> faults, IReadOnlyList<DateTimeOffset> results) =>
    [
        .. faults
            .GroupBy(fault => fault.Name, StringComparer.Ordinal)
            .OrderBy(kind => kind.Key, StringComparer.Ordinal)
            .Select(kind => new FaultSummary(
                kind.Key,
                kind.Count(),
                kind.Max(fault => fault.Ended - fault.Began),
                kind.Sum(fault => fault.CountAnswered(results)),
                kind.Max(fault => fault.FindRecovery(results)) ?? TimeSpan.Zero,
                kind.Max(fault => fault.FindLie(results)))),
    ];
}
