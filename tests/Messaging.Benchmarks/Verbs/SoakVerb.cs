using Messaging.Benchmarks.Environments;
using Messaging.Benchmarks.Orders;
using Messaging.Benchmarks.Reports;

namespace Messaging.Benchmarks.Verbs;

/// <summary>Whether anything grows with time while orders arrive evenly.</summary>
internal static class SoakVerb
{
    private const int DefaultMinutes = 30;

    /// <summary>Orders a second: well below what any machine takes, so that nothing piles up.</summary>
    private const int Rate = 200;

    /// <summary>How much more at the end than after the first third still counts as flat.</summary>
    private const double Flat = 1.15;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static async Task<Report> MeasureAsync(
        BenchmarkSettings settings, Action<string> progress, CancellationToken cancellationToken)
    {
        var report = new Report("soak");
        var minutes = settings.Minutes ?? DefaultMinutes;
        await using var servers = await ServerEnvironment.StartAsync(settings.NeedsDatabase);
        foreach (var (flow, ledger) in settings.Service)
        {
            await using var environment =
                await servers.PrepareAsync(flow, [Seller.Main], callsPerSecond: null, cancellationToken);
            var contestant = Contestants.Ours(ledger);
            List<SoakMinute> all =
                [.. await MeasureAsync(environment, contestant, minutes, progress, cancellationToken)];
            for (var i = 1; i < all.Count; i++)
                AddRow(report, contestant, i, all[i], all[i - 1]);
            AddVerdicts(report, contestant, all);
        }

        return report;
    }

    private static async Task<IReadOnlyList<SoakMinute>> MeasureAsync(
        TrialEnvironment environment,
        string contestant,
        int minutes,
        Action<string> progress,
        CancellationToken cancellationToken)
    {
        var launch = await Contestants.PrepareAsync(contestant, environment, WorkerTuning.Unlimited);
        var database = launch.Environment["Ledger__ConnectionString"];
        await using var process = await ConsumerProcess.StartAsync(launch);
        await using var results = await environment.ReadResultsAsync(cancellationToken);
        var measured = new List<SoakMinute>();
        var orders = new SampleOrders(environment.Flow, environment.Sellers, seed: minutes);

        // The first minute gets the process started, and does not count.
        foreach (var some in orders.Make(Rate * 60 * (minutes + 1)).Chunk(Rate * 60))
        {
            await SteadyPublisher.PublishAsync(environment, some, Rate, cancellationToken);
            if (!process.IsRunning)
                throw new TrialException($"The contestant ended:{Environment.NewLine}{process.OutputTail()}");
            var size = contestant.Equals(Contestants.Ours(Contestants.Postgres), StringComparison.Ordinal)
                ? await LedgerSize.MeasureAsync(database, cancellationToken)
                : LedgerSize.Measure(environment.Folder);
            measured.Add(new(results.Results.Count, process.Measure(), process.CountFiles(), size));
            progress(FormattableString.Invariant(
                $"{contestant}, minute {measured.Count - 1}: {results.Results.Count} results"));
        }

        var missing = (Rate * 60 * (minutes + 1)) - measured[^1].Answered;
        return missing <= Rate * Minute.TotalSeconds / 2
            ? measured
            : throw new TrialException(
                $"{missing} orders are not answered:{Environment.NewLine}{process.OutputTail()}");
    }

    private static void AddRow(Report report, string contestant, int minute, SoakMinute now, SoakMinute before) =>
        report.Add(
            ("contestant", contestant),
            ("minute", minute),
            ("orders/s", Report.Number((now.Answered - before.Answered) / Minute.TotalSeconds)),
            ("CPU ms/order", Report.Number(now.CpuPerOrder(before))),
            ("MiB", Report.Number(now.Resident)),
            ("files", now.Files),
            ("log B/order", Report.Number(now.LogPerOrder(before))),
            ("history MiB", Report.Number(now.History)),
            ("work MiB", Report.Number(now.Work)));

    private static void AddVerdicts(Report report, string contestant, List<SoakMinute> all)
    {
        // Minutes of the second third by those of the last: the first third warms up.
        var third = (all.Count - 1) / 3;
        if (third < 1)
            return;
        var (start, middle) = (all[third], all[2 * third]);
        AddVerdict("CPU per order", middle.CpuPerOrder(start), all[^1].CpuPerOrder(middle));
        AddVerdict("memory", Of(third, minute => minute.Resident), Of(2 * third, minute => minute.Resident));
        AddVerdict("files", Of(third, minute => minute.Files), Of(2 * third, minute => minute.Files));
        AddVerdict("log per order", middle.LogPerOrder(start), all[^1].LogPerOrder(middle));
        AddVerdict("history per order", middle.HistoryPerOrder(start), all[^1].HistoryPerOrder(middle));
        AddVerdict("work tables", Of(third, minute => minute.Work), Of(2 * third, minute => minute.Work));

        double Of(int from, Func<SoakMinute, double> figure) =>
            Statistics.Median(all.Skip(from + 1).Take(third).Select(figure));

        void AddVerdict(string what, double before, double after)
        {
            if (before > 0)
                report.AtMost($"{contestant}: {what}, last third / the one before", after / before, Flat);
        }
    }
}
