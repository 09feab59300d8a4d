using Messaging.Benchmarks.Environments;
using Messaging.Benchmarks.Orders;
using Messaging.Benchmarks.Reports;

namespace Messaging.Benchmarks.Verbs;

/// <summary>
/// Measures what an order costs when several workers share queue, ledger and accounts. They share the machine too, so
/// the speed says little; the processor time of an order says whether they are in each other's way. Measured from the
/// first third of the results on: each process compiles itself before.
/// </summary>
internal static class FleetVerb
{
    private const int DefaultOrders = 300_000;
    private static readonly int[] DefaultWorkers = [1, 2, 4];

    public static async Task<Report> MeasureAsync(
        BenchmarkSettings settings, Action<string> progress, CancellationToken cancellationToken)
    {
        var report = new Report("fleet");
        var orders = settings.Orders ?? DefaultOrders;
        var workers = settings.Workers ?? DefaultWorkers;
        await using var servers = await ServerEnvironment.StartAsync(withDatabase: true);
        foreach (var flow in settings.Flows ?? [Flow.Fengchao])
        {
            var costs = new List<(int Workers, double Cost)>();
            foreach (var count in workers)
            {
                var figures = await MeasureAsync(servers, flow, orders, count, cancellationToken);
                var cost = PerMillion(figures, figures.Cpu + figures.Servers.Database + figures.Servers.Broker);
                costs.Add((count, cost));
                progress(
                    FormattableString.Invariant($"{flow.Vendor}, {count} workers: {figures.OrdersPerSecond:n0}/s"));
                report.Add(
                    ("flow", flow.Vendor),
                    ("workers", Report.Number(count)),
                    ("orders/s", Report.Number(figures.OrdersPerSecond)),
                    ("µs an order", Report.Number(cost)),
                    ("workers'", Report.Number(PerMillion(figures, figures.Cpu))),
                    ("database's", Report.Number(PerMillion(figures, figures.Servers.Database))),
                    ("broker's", Report.Number(PerMillion(figures, figures.Servers.Broker))),
                    ("WAL bytes an order", Report.Number((double)figures.DatabaseLog / figures.Orders)),
                    ("calls/optimum", Report.Number(figures.CallsToOptimum)));
            }

            foreach (var (count, cost) in costs.Skip(1))
            {
                report.AtMost(
                    $"{flow.Vendor}: cost with {count} / {costs[0].Workers} workers", cost / costs[0].Cost, 1.15);
            }
        }

        return report;
    }

    private static async Task<Figures> MeasureAsync(
        ServerEnvironment servers, Flow flow, int orders, int workers, CancellationToken cancellationToken)
    {
        await using var environment =
            await servers.PrepareAsync(flow, [Seller.Main], callsPerSecond: null, cancellationToken);
        return await Trial.RunAsync(
            environment,
            Contestants.Ours(Contestants.Postgres),
            orders,
            WorkerTuning.Unlimited with { Workers = workers, WarmUp = orders / 3 },
            watch: null,
            cancellationToken);
    }

    /// <summary>Microseconds of an order: seconds of a million.</summary>
    private static double PerMillion(Figures figures, TimeSpan time) => time.TotalMicroseconds / figures.Orders;
}
