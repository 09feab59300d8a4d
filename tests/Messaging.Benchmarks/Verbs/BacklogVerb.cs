using System.Globalization;
using Messaging.Benchmarks.Environments;
using Messaging.Benchmarks.Orders;
using Messaging.Benchmarks.Reports;

namespace Messaging.Benchmarks.Verbs;

/// <summary>Measures whether the service's memory depends on the number of messages that wait for it.</summary>
internal static class BacklogVerb
{
    private const int DefaultOrders = 500_000;
    private const double MiB = 1024 * 1024;
    private const int Parts = 8;

    public static async Task<Report> MeasureAsync(
        BenchmarkSettings settings, Action<string> progress, CancellationToken cancellationToken)
    {
        var report = new Report("backlog");
        await using var servers = await ServerEnvironment.StartAsync(settings.NeedsDatabase);
        foreach (var (flow, ledger) in settings.Service)
        {
            var resident = new List<double>();
            await using var environment =
                await servers.PrepareAsync(flow, [Seller.Main], callsPerSecond: null, cancellationToken);
            var figures = await Trial.RunAsync(
                environment,
                Contestants.Ours(ledger),
                settings.Orders ?? DefaultOrders,
                WorkerTuning.Unlimited,
                usage => resident.Add(usage.Resident / MiB),
                cancellationToken);

            var overTime = resident.Chunk((resident.Count + Parts - 1) / Parts).Select(Statistics.Median).ToArray();
            var peak = figures.PeakResident / MiB;
            var parts = string.Join(", ", overTime.Select(part => part.ToString("n0", CultureInfo.InvariantCulture)));
            progress(FormattableString.Invariant($"{flow.Vendor}, {ledger}: peak {peak:n0} MiB; {parts}"));
            report.Add(
                ("flow", flow.Vendor),
                ("contestant", Contestants.Ours(ledger)),
                ("orders/s", Report.Number(figures.OrdersPerSecond)),
                ("peak MiB", Report.Number(peak)),
                ("MiB over time", string.Join(' ', overTime.Select(part => Report.Number(part).ToJsonString()))));
            report.AtMost($"{flow.Vendor}: peak MiB, {Contestants.Ours(ledger)}", peak, 300);

            // The first quarter warms up.
            report.AtMost(
                $"{flow.Vendor}: memory at the end / after a quarter, {Contestants.Ours(ledger)}",
                overTime[^1] / overTime[overTime.Length / 4],
                1.15);
        }

        return report;
    }
}
