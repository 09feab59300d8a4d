using Messaging.Benchmarks.Environments;
using Messaging.Benchmarks.Orders;
using Messaging.Benchmarks.Reports;

namespace Messaging.Benchmarks.Verbs;

/// <summary>
/// Measures the time from the start of the service's process to the first delivery from a queue that is not empty.
/// </summary>
internal static class StartupVerb
{
    private const int DefaultOrders = 1000;

    public static async Task<Report> MeasureAsync(
        BenchmarkSettings settings, Action<string> progress, CancellationToken cancellationToken)
    {
        var report = new Report("startup");
        await using var servers = await ServerEnvironment.StartAsync(settings.NeedsDatabase);
        foreach (var ledger in settings.Ledgers)
        {
            var seconds = new List<double>();
            for (var round = 0; round < settings.Rounds; round++)
            {
                await using var environment =
                    await servers.PrepareAsync(Flow.Fengchao, [Seller.Main], callsPerSecond: null, cancellationToken);
                var figures = await Trial.RunAsync(
                    environment, Contestants.Ours(ledger), settings.Orders
                        ?? DefaultOrders, WorkerTuning.Unlimited, watch: null, cancellationToken);
                seconds.Add(figures.ToFirstDelivery.TotalSeconds);
                progress(FormattableString.Invariant($"{ledger}: {seconds[^1]:n2} s"));
            }

            report.Add(("contestant", Contestants.Ours(ledger)), ("s to first delivery", Report.Spread(seconds)));
        }

        return report;
    }
}
