using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using MassTransit;
using Messaging.Contracts;
using Messaging.Fulfillment.Telemetry;
using Messaging.Worker.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Worker.Tests.Observability;

/// <summary>
/// A worker in which everything that is measured has happened once: its instruments, and what Prometheus sees of them.
/// </summary>
public sealed partial class ObservedWorker : IAsyncLifetime
{
    private readonly List<Instrument> _instruments = [];
    private string _scraped = "";

    public IReadOnlyList<Instrument> Instruments => _instruments;

    /// <summary>The types of the metrics by their names in Prometheus.</summary>
    public IReadOnlyDictionary<string, string> Types { get; private set; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The labels of a metric that come from its tags.</summary>
    public IEnumerable<string> GetLabels(string metric) => Sample().Matches(_scraped)
        .Where(sample => Families(sample.Groups["name"].Value).Contains(metric, StringComparer.Ordinal))
        .SelectMany(sample => Label().Matches(sample.Groups["labels"].Value))
        .Select(label => label.Groups["label"].Value)
        .Where(label => label is not "le" && !label.StartsWith("otel_scope_", StringComparison.Ordinal))
        .Distinct(StringComparer.Ordinal);

    /// <summary>The metrics that a sample of this name may belong to: itself, or a histogram.</summary>
    public static IEnumerable<string> Families(string sample) => [sample, HistogramSuffix().Replace(sample, "")];

    public async ValueTask InitializeAsync()
    {
        await using var worker = await RunningWorker.StartAsync(
            "Telemetry:Prometheus=true", "Vendors:Em:BaseUrl=http://127.0.0.1:1", "Vendors:Em:FailuresToClose=1");
        var meters = worker.Services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name is FulfillmentMetrics.Name && instrument.Meter.Scope == meters)
                    _instruments.Add(instrument);
            },
        };
        listener.Start();
        await worker.Services.GetRequiredService<IBus>().Publish(new OrderModified
        {
            EventId = Guid.NewGuid(),
            OrderNo = "A-1",
            OccurredAt = DateTimeOffset.UnixEpoch,
            OrderRemark = "x",
        });
        Record(worker.Services.GetRequiredService<FulfillmentMetrics>());

        // The ledger is counted, and the health checks are asked, some seconds after the start.
        await Eventually.TrueAsync(
            async () =>
            {
                _scraped = await worker.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
                return new[] { "fulfillment_ledger_drift{", "fulfillment_account_closed{", "fulfillment_health{" }
                    .All(gauge => _scraped.Contains(gauge, StringComparison.Ordinal));
            },
            "the gauges are shown",
            details: () => Task.FromResult(_scraped));
        Types = TypeLine().Matches(_scraped).DistinctBy(line => line.Groups["name"].Value).ToDictionary(
            line => line.Groups["name"].Value, line => line.Groups["type"].Value, StringComparer.Ordinal);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>What one order that cannot be sent does not bring about.</summary>
    private static void Record(FulfillmentMetrics metrics)
    {
        const string Vendor = "em";
        metrics.Received(Vendor, orders: 1, duplicates: 1);
        metrics.Succeeded(Vendor);
        metrics.Failed(Vendor, FailureReason.RejectedByVendor);
        metrics.Deferred(Vendor);
        metrics.Published(Vendor, 1);
        metrics.Unreadable(Vendor);
        metrics.Retried(Vendor);
        metrics.Split(Vendor);
        metrics.Isolated(Vendor);
        metrics.Withheld(Vendor);
        metrics.Parked(Vendor, 1);
        metrics.Waited(Vendor, TimeSpan.FromSeconds(1));
        metrics.Called(Vendor, "Answered", 1, TimeSpan.FromSeconds(1));
    }

    [GeneratedRegex(
        @"^# TYPE (?<name>\S+) (?<type>\S+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TypeLine();

    [GeneratedRegex(
        @"^(?<name>[a-z_]+)\{(?<labels>.*)\} ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sample();

    [GeneratedRegex(@"(^|,)(?<label>\w+)=", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();

    [GeneratedRegex("_(bucket|sum|count)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HistogramSuffix();
}
