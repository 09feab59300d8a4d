using Messaging.Benchmarks.Environments;
using Messaging.Benchmarks.Orders;
using Messaging.Benchmarks.Reports;

namespace Messaging.Benchmarks.Verbs;

/// <summary>
/// Measures how close the service comes to the shortest time in which a vendor's quota lets a backlog be worked off:
/// one worker, or as many as <c>--workers</c> says, on one ledger. Several are measured from the first quarter of the
/// results on: until then each compiles itself, on the cores that all of them share.
/// </summary>
internal static class DrainVerb
{
    private const int DefaultOrders = 100_000;
    private const double CallsPerSecond = 10;

    public static async Task<Report> MeasureAsync(
        BenchmarkSettings settings, Action<string> progress, CancellationToken cancellationToken)
    {
        var report = new Report("drain");
        var orders = settings.Orders ?? DefaultOrders;
        await using var servers = await ServerEnvironment.StartAsync(settings.NeedsDatabase);
        var fleets =
            from service in settings.Service
            from workers in settings.Workers ?? [1]
            where workers == 1 || service.Ledger is Contestants.Postgres
            select (service.Flow, service.Ledger, Workers: workers);
        foreach (var (flow, ledger, workers) in fleets)
        {
            var warmUp = workers == 1 ? 0 : orders / 4;
            await using var environment =
                await servers.PrepareAsync(flow, [Seller.Main], CallsPerSecond, cancellationToken);
            var figures = await Trial.RunAsync(
                environment,
                Contestants.Ours(ledger),
                orders,
                new WorkerTuning(CallsPerSecond, Burst: 1) { Workers = workers, WarmUp = warmUp },
                watch: null,
                cancellationToken);

            // The first call leaves at once, each other a tenth of a second after the one before.
            var calls = figures.OptimalCalls * figures.Orders / orders;
            var optimum = Math.Max(calls - 1, 1) / CallsPerSecond;
            var ratio = figures.Elapsed.TotalSeconds / optimum;
            var who = workers == 1 ? Contestants.Ours(ledger) : $"{Contestants.Ours(ledger)} × {workers}";
            progress(FormattableString.Invariant(
                $"{flow.Vendor}, {who}: {figures.Elapsed.TotalSeconds:n1} s of {optimum:n1} s"));
            report.Add(
                ("flow", flow.Vendor),
                ("contestant", who),
                ("s", Report.Number(figures.Elapsed.TotalSeconds)),
                ("optimum s", Report.Number(optimum)),
                ("calls/optimum", Report.Number(figures.CallsToOptimum)),
                ("refused calls", Report.Number(figures.Refused)));
            report.AtMost($"{flow.Vendor}: time / optimum, {who}", ratio, workers == 1 ? 1.05 : 1.08);
            if (workers > 1)
                report.AtMost($"{flow.Vendor}: calls / optimum, {who}", figures.CallsToOptimum, 1.05);
        }

        return report;
    }
}
