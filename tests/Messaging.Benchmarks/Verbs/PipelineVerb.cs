using Messaging.Benchmarks.Environments;
using Messaging.Benchmarks.Orders;
using Messaging.Benchmarks.Reports;

namespace Messaging.Benchmarks.Verbs;

/// <summary>
/// Measures how fast a backlog is worked off by each contestant. Rounds are interleaved.
/// </summary>
internal static class PipelineVerb
{
    private const int DefaultOrders = 300_000;

    public static async Task<Report> MeasureAsync(
        BenchmarkSettings settings, Action<string> progress, CancellationToken cancellationToken)
    {
        var orders = settings.Orders ?? DefaultOrders;
        var flows = settings.Flows ?? Flow.All;
        var contestants = await ContestantsAsync(settings, progress, cancellationToken);
        var rounds = new Dictionary<(Flow Flow, string Contestant), List<Figures>>();
        await using var servers = await ServerEnvironment.StartAsync(settings.NeedsDatabase);
        if (settings.Filled is { } entries)
            await servers.FillAsync(entries, settings.Ledgers, progress, cancellationToken);
        for (var round = 0; round < settings.Rounds; round++)
        {
            // Each round begins with another contestant, so that none always follows the same one.
            foreach (var (flow, contestant) in flows.SelectMany(
                flow => Rotate(contestants, round).Select(contestant => (flow, contestant))))
            {
                if (!Contestants.TakesPart(contestant, flow))
                    continue;
                await using var environment =
                    await servers.PrepareAsync(flow, [Seller.Main], callsPerSecond: null, cancellationToken);
                var figures = await TrialAsync(environment, contestant, orders, cancellationToken);
                if (!rounds.TryGetValue((flow, contestant), out var all))
                    rounds.Add((flow, contestant), all = []);
                all.Add(figures);
                progress(FormattableString.Invariant(
                    $"round {round + 1}, {flow.Vendor}, {contestant}: {figures.OrdersPerSecond:n0} orders/s"));
            }
        }

        return PipelineReport.Create(flows, contestants, rounds);
    }

    private static async Task<Figures> TrialAsync(
        TrialEnvironment environment, string contestant, int orders, CancellationToken cancellationToken)
    {
        try
        {
            return await Trial.RunAsync(
                environment, contestant, orders, WorkerTuning.Unlimited, watch: null, cancellationToken);
        }
        catch (TrialException e)
        {
            throw new TrialException($"{environment.Flow.Vendor}, {contestant}: {e.Message}");
        }
    }

    private static async Task<IReadOnlyList<string>> ContestantsAsync(
        BenchmarkSettings settings, Action<string> progress, CancellationToken cancellationToken)
    {
        List<string> contestants = [.. settings.Baselines, .. settings.Ledgers.Select(Contestants.Ours)];
        if (settings.Filled is not null)
            contestants.AddRange(settings.Ledgers.Select(ledger => Contestants.Ours(Contestants.Filled(ledger))));
        if (contestants.Contains(Contestants.Node, StringComparer.Ordinal)
            && await NodeProgram.FindObstacleAsync(cancellationToken) is { } obstacle)
        {
            progress($"SKIPPED: node does not take part: {obstacle}");
            contestants.Remove(Contestants.Node);
        }

        return contestants;
    }

    private static IEnumerable<string> Rotate(IReadOnlyList<string> contestants, int by) =>
        contestants.Skip(by % contestants.Count).Concat(contestants.Take(by % contestants.Count));
}
