using Messaging.Benchmarks.Environments;
using Messaging.Benchmarks.Reports;
using Messaging.Benchmarks.Verbs.Scale;

namespace Messaging.Benchmarks.Verbs;

/// <summary>The program's measurements, by name.</summary>
internal static class Verb
{
    public delegate Task<Report> Measure(
        BenchmarkSettings settings, Action<string> progress, CancellationToken cancellationToken);

    private static readonly Dictionary<string, Measure> Verbs = new(StringComparer.Ordinal)
    {
        ["pipeline"] = PipelineVerb.MeasureAsync,
        ["latency"] = LatencyVerb.MeasureAsync,
        ["drain"] = DrainVerb.MeasureAsync,
        ["fleet"] = FleetVerb.MeasureAsync,
        ["sellers"] = SellersVerb.MeasureAsync,
        ["backlog"] = BacklogVerb.MeasureAsync,
        ["soak"] = SoakVerb.MeasureAsync,
        ["scale"] = ScaleVerb.MeasureAsync,
        ["startup"] = StartupVerb.MeasureAsync,
    };

    public static string Usage { get; } = $"""
        {string.Join('|', Verbs.Keys)}|micro
          --orders N  --rounds R  --flows em,fengchao,polyv  --ledger none|sqlite|postgres
          --rivals none|{string.Join(',', Contestants.Baselines)}  --json
          --filled N  --minutes N  --workers A,B  --chart FILE
        """;

    public static Measure? Find(string name) => Verbs.GetValueOrDefault(name);
}
