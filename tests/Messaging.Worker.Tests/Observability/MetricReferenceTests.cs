using System.Diagnostics.Metrics;

namespace Messaging.Worker.Tests.Observability;

/// <summary>The table of metrics is what the code measures: each metric in one line, and no other.</summary>
[Collection(Commands.EnvironmentVariable.Collection)]
public sealed class MetricReferenceTests(ObservedWorker worker) : IClassFixture<ObservedWorker>
{
    [Fact]
    public void The_table_is_what_is_measured()
    {
        var lines = worker.Instruments
            .OrderBy(instrument => instrument.Name, StringComparer.Ordinal)
            .Select(Describe)
            .ToList();
        var found = File.ReadLines(RepositoryFile.Find("docs/metrics.md"))
            .Where(line => line.StartsWith("| `fulfillment.", StringComparison.Ordinal));

        Assert.True(
            lines.SequenceEqual(found, StringComparer.Ordinal), $"The table has to be:\n{string.Join('\n', lines)}");
    }

    private string Describe(Instrument instrument)
    {
        var (kind, suffix) = instrument switch
        {
            Counter<long> or ObservableCounter<double> => ("counter", "_total"),
            Histogram<double> or Histogram<int> => ("histogram", ""),
            _ => ("gauge", ""),
        };
        var unit = instrument.Unit is "s" ? "_seconds" : "";
        var exported = $"{instrument.Name.Replace('.', '_')}{unit}{suffix}";
        Assert.True(worker.Types.TryGetValue(exported, out var type), $"Prometheus sees no {exported}.");
        Assert.Equal(kind, type);
        var tags = string.Join(", ", worker.GetLabels(exported).Order(StringComparer.Ordinal));
        return $"| `{instrument.Name}` | `{exported}` | {kind} | {instrument.Unit?.Trim('{', '}')} | {tags} | "
            + $"{instrument.Description} |";
    }
}
