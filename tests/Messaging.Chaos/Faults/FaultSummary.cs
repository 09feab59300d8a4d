using Messaging.Chaos.Results;

namespace Messaging.Chaos.Faults;

/// <summary>What came of all faults of one kind.</summary>
/// <param name="Name">The kind.</param>
/// <param name="Count">How many there were.</param>
/// <param name="Longest">The longest of them.</param>
/// <param name="Answered">Results that came while they lasted.</param>
/// <param name="Repeated">Results that came before they were over, and again afterwards.</param>
/// <param name="LongestRecovery">The longest time from the end of one to the next result.</param>
/// <param name="LongestLie">The longest time for which a worker said that it was ready while nothing came.</param>
public sealed record FaultSummary(
    string Name,
    int Count,
    TimeSpan Longest,
    int Answered,
    int Repeated,
    TimeSpan LongestRecovery,
    TimeSpan LongestLie)
{
    /// <summary>How long after a worker's death a result of its may still come to the subscriber.</summary>
    private static readonly TimeSpan Delivery = TimeSpan.FromSeconds(0.5);

    /// <summary>Sums up the faults of a run.</summary>
    /// <param name="faults">All of them.</param>
    /// <param name="results">The results, in the order in which they came.</param>
    public static IReadOnlyList<FaultSummary> From(
        IReadOnlyCollection<FaultReport> faults, IReadOnlyList<ReceivedResult> results)
    {
        var came = results.Select(result => result.At).ToList();
        var causes = results.Where(result => !result.RepeatedAt.IsEmpty).ToLookup(result => FindCause(faults, result));
        return
        [
            .. faults
                .GroupBy(fault => fault.Name, StringComparer.Ordinal)
                .OrderBy(kind => kind.Key, StringComparer.Ordinal)
                .Select(kind => new FaultSummary(
                    kind.Key,
                    kind.Count(),
                    kind.Max(fault => fault.Ended - fault.Began),
                    kind.Sum(fault => fault.CountAnswered(came)),
                    kind.Sum(fault => causes[fault].Sum(result => result.RepeatedAt.Count)),
                    kind.Max(fault => fault.FindRecovery(came)) ?? TimeSpan.Zero,
                    kind.Max(fault => fault.FindLie(came)))),
        ];
    }

    /// <summary>
    /// The first fault that was not over when the result came: nothing else keeps a worker from marking it.
    /// </summary>
    private static FaultReport? FindCause(IEnumerable<FaultReport> faults, ReceivedResult result) => faults
        .OrderBy(fault => fault.Began)
        .FirstOrDefault(fault => fault.Ended + Delivery > result.At);
}
