using Messaging.Benchmarks.Environments;
using Messaging.Benchmarks.Orders;
using Messaging.Benchmarks.Reports;
using Messaging.Fulfillment.Vendors.Fengchao;

namespace Messaging.Benchmarks.Verbs;

/// <summary>How long an order event waits for its result while orders arrive evenly.</summary>
internal static class LatencyVerb
{
    private static readonly int[] Rates = [100, 1000];
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DefaultDuration = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(2);

    /// <summary>The latency allowed on top of the time that an order waits for its call to fill.</summary>
    private static readonly TimeSpan Allowance = TimeSpan.FromMilliseconds(250);

    public static async Task<Report> MeasureAsync(
        BenchmarkSettings settings, Action<string> progress, CancellationToken cancellationToken)
    {
        var report = new Report("latency");
        var target = new FengchaoOptions().BatchTimeLimit + Allowance;
        await using var servers = await ServerEnvironment.StartAsync(settings.NeedsDatabase);
        foreach (var (flow, ledger) in settings.Service)
        {
            foreach (var rate in Rates)
            {
                await using var environment =
                    await servers.PrepareAsync(flow, [Seller.Main], callsPerSecond: null, cancellationToken);
                var orders = settings.Orders ?? (int)(rate * DefaultDuration.TotalSeconds);
                var milliseconds =
                    await MeasureAsync(environment, Contestants.Ours(ledger), rate, orders, cancellationToken);
                var p99 = Statistics.Percentile(milliseconds, 0.99);
                progress(FormattableString.Invariant($"{flow.Vendor}, {ledger}, {rate}/s: p99 {p99:n0} ms"));
                report.Add(
                    ("flow", flow.Vendor),
                    ("contestant", Contestants.Ours(ledger)),
                    ("orders/s", rate),
                    ("p50 ms", Report.Number(Statistics.Median(milliseconds))),
                    ("p99 ms", Report.Number(p99)),
                    ("longest ms", Report.Number(milliseconds.Max())));
                if (rate == Rates[^1])
                    report.AtMost(
                        $"{flow.Vendor}: p99 ms at {rate}/s, {Contestants.Ours(ledger)}",
                        p99,
                        target.TotalMilliseconds);
            }
        }

        return report;
    }

    private static async Task<IReadOnlyList<double>> MeasureAsync(
        TrialEnvironment environment, string contestant, int rate, int orders, CancellationToken cancellationToken)
    {
        var launch = await Contestants.PrepareAsync(contestant, environment, WorkerTuning.Unlimited);
        await using var process = await ConsumerProcess.StartAsync(launch);
        await using var results = await environment.ReadResultsAsync(cancellationToken);
        var warmUp = (int)(rate * WarmUp.TotalSeconds);
        var (first, rest) = (environment.Flow.OrdersPerCall, warmUp + orders);
        SampleOrder[] all = [.. new SampleOrders(environment.Flow, environment.Sellers, seed: rate).Make(first + rest)];

        // These get the process started before the clock runs.
        await environment.PreloadAsync(all.Take(first), cancellationToken);
        await AnsweredAsync(first);
        var due = await PublishEvenlyAsync(environment, [.. all.Skip(first)], rate, cancellationToken);
        await AnsweredAsync(all.Length);

        var answered = results.Results.ToDictionary(result => result.OrderEventId, result => result.At);
        return [.. all.Skip(first + warmUp).Select(order => TimeProvider.System.GetElapsedTime(
            due[order.EventId], answered[order.EventId]).TotalMilliseconds)];

        async Task AnsweredAsync(int count)
        {
            try
            {
                await Eventually.TrueAsync(
                    () => results.Results.Count >= count, "every order is answered", AnswerLimit);
            }
            catch (TimeoutException e)
            {
                throw new TrialException(
                    $"{e.Message} ({results.Results.Count} of {count}):{Environment.NewLine}{process.OutputTail()}");
            }
        }
    }

    /// <summary>Publishes at a constant rate, independently of the results.</summary>
    /// <returns>
    /// When each order was due to be published. Latency counts from then, so that a late publisher hides nothing.
    /// </returns>
    private static async Task<Dictionary<Guid, long>> PublishEvenlyAsync(
        TrialEnvironment environment, IReadOnlyList<SampleOrder> orders, int rate, CancellationToken cancellationToken)
    {
        var due = new Dictionary<Guid, long>();
        var started = TimeProvider.System.GetTimestamp();
        await using var publishing = await environment.OpenPublisherAsync(cancellationToken);
        for (var done = 0; done < orders.Count;)
        {
            var until = Math.Min(orders.Count, (int)(TimeProvider.System.GetElapsedTime(started).TotalSeconds * rate));
            var some = orders.Skip(done).Take(until - done).ToArray();
            for (var i = 0; i < some.Length; i++)
                due.Add(
                    some[i].EventId,
                    started + (long)((double)(done + i) / rate * TimeProvider.System.TimestampFrequency));
            if (some.Length > 0)
                _ = await publishing.SendAsync(
                    "", environment.Flow.Queue, [.. some.Select(TrialEnvironment.Message)], cancellationToken);
            done += some.Length;
            await Task.Delay(Tick, TimeProvider.System, cancellationToken);
        }

        return due;
    }
}
