using Messaging.Benchmarks.Environments;
using Messaging.Benchmarks.Orders;
using Messaging.Benchmarks.Reports;

namespace Messaging.Benchmarks.Verbs;

/// <summary>
/// Measures whether many sellers, whose orders are mixed in one queue, still get full calls, and whether any of them is
/// kept waiting.
/// </summary>
internal static class SellersVerb
{
    private const int DefaultOrders = 100_000;
    private const int Sellers = 200;

    public static async Task<Report> MeasureAsync(
        BenchmarkSettings settings, Action<string> progress, CancellationToken cancellationToken)
    {
        var report = new Report("sellers");
        var sellers = Seller.Several(Sellers);
        await using var servers = await ServerEnvironment.StartAsync(settings.NeedsDatabase);
        foreach (var (flow, ledger) in settings.Service)
        {
            await using var environment =
                await servers.PrepareAsync(flow, sellers, callsPerSecond: null, cancellationToken);
            var figures = await Trial.RunAsync(
                environment, Contestants.Ours(ledger), settings.Orders
                    ?? DefaultOrders, WorkerTuning.Defaults, watch: null, cancellationToken);

            var unfairness = figures.LongestMeanDelay / figures.ShortestMeanDelay;
            progress(FormattableString.Invariant(
                $"{flow.Vendor}, {ledger}: {figures.Calls} calls of {figures.OptimalCalls}"));
            report.Add(
                ("flow", flow.Vendor),
                ("contestant", Contestants.Ours(ledger)),
                ("sellers", Sellers),
                ("orders/s", Report.Number(figures.OrdersPerSecond)),
                ("calls", Report.Number(figures.Calls)),
                ("optimum", Report.Number(figures.OptimalCalls)),
                ("worst seller's delay / best's", Report.Number(unfairness)));
            report.AtMost(
                $"{flow.Vendor}: calls / optimum with {Sellers} sellers, {Contestants.Ours(ledger)}",
                figures.CallsToOptimum,
                1.10);
        }

        return report;
    }
}
