namespace Messaging.Benchmarks.Reports;

/// <summary>Statistics over a few rounds.</summary>
internal static class Statistics
{
    public static double Median(IEnumerable<double> values) => Percentile(values, 0.5);

    /// <summary>The value below which a share of the values lies, interpolated between neighbours.</summary>
    /// <param name="values">At least one.</param>
    /// <param name="share">From 0 to 1.</param>
    public static double Percentile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((sorted[above] - sorted[below]) * (position - below));
    }

    /// <summary>Each value divided by the one of the same round.</summary>
    public static IReadOnlyList<double> Ratios(IEnumerable<double> values, IEnumerable<double> by) =>
        [.. values.Zip(by, (value, other) => value / other)];
}
