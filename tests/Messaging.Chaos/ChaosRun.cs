using Messaging.Chaos.Faults;
using Messaging.Chaos.Orders;
using Messaging.Chaos.Results;
using Messaging.Chaos.Service;
using Messaging.Chaos.Vendors;
using Messaging.Contracts;
using Messaging.Testing;

namespace Messaging.Chaos;

/// <summary>One run: orders are published, processes are killed, and at the end everything is counted.</summary>
public static class ChaosRun
{
    /// <summary>The name of the worker's assembly.</summary>
    internal const string Worker = "Messaging.Worker.dll";

    private const int AccountsPerVendor = 3;

    /// <summary>Runs the program once.</summary>
    /// <param name="settings">Its settings.</param>
    /// <param name="report">Gets lines that tell of its progress.</param>
    public static async Task<Scorecard> RunAsync(ChaosSettings settings, Action<string> report)
    {
        var accounts = VendorAccount.Several(AccountsPerVendor);
        await using var servers = await Servers.StartAsync(settings);
        await using var world = await VendorWorld.StartAsync(accounts);
        var broker = servers.Broker.ConnectionString;
        await using var collector = await ResultCollector.StartAsync(broker);
        using var clock = new WrongClock();
        var version = Path.Combine(AppContext.BaseDirectory, Worker);
        var before = settings.Before is { } folder ? Path.GetFullPath(Path.Combine(folder, Worker)) : version;
        var workers = Enumerable.Range(0, settings.Workers)
            .Select(i =>
                new PrivateProgram(
                    before,
                    [
                        .. ServiceSettings.For(broker, servers.LedgerOfWorkers, world.Address, accounts),
                        .. servers.Hosts,
                        .. i == 0 && settings.SetsClock && WrongClock.IsPossible ? clock.Environment : [],
                    ]))
            .ToList();
        var faults = CreateFaults(
            settings,
            name => name switch
            {
                FaultNames.Replace => new ReplacedWorker(workers, (before, version)),
                FaultNames.Zero => new NoWorkers(workers, servers.Database),
                _ => FaultNames.Create(name, servers, clock),
            },
            report);
        try
        {
            await Task.WhenAll(workers.Select(worker => worker.StartAsync()));
            await Queues.WaitAsync(broker, workers[0]);
            await servers.SaveDeclarationsAsync();
            world.Set(VendorFaults.Create(settings.Seed));

            var started = TimeProvider.System.GetUtcNow();
            var orders = new OrderPlan(settings.Seed, accounts, started).Make(settings.Orders);
            var injector = new FaultInjector(settings, workers, servers, faults);
            report($"{orders.Count} order events over {settings.Duration * 2 / 3}; {settings.Workers} workers, "
                + $"{settings.Ledger}");
            var publishing = PublishAsync(orders, settings, broker);
            await Task.WhenAll(publishing, injector.RunAsync(settings.Duration));

            world.Set(VendorFaults.None);
            report($"{collector.Results.Count} results; nothing is killed any more");
            await DrainAsync(orders.Count, collector, servers, settings.DrainLimit);
            await Task.WhenAll(workers.Select(worker => worker.StopAsync()));

            var card = await ScoreAsync(orders, await publishing, injector, started, new(servers, world, collector));
            if (!card.IsKept)
            {
                foreach (var worker in workers)
                    report($"A worker's last output:{Environment.NewLine}{worker.OutputTail(100)}");
            }

            return card;
        }
        finally
        {
            foreach (var (i, worker) in workers.Index())
            {
                if (settings.Logs is { } logs)
                    worker.SaveOutput(Path.Combine(logs, FormattableString.Invariant($"worker-{i}.log")));
                await worker.DisposeAsync();
            }
        }
    }

    private static List<IFault> CreateFaults(
        ChaosSettings settings, Func<string, IFault?> create, Action<string> report)
    {
        var faults = new List<IFault>();
        foreach (var name in settings.Faults)
        {
            if (create(name) is { } fault)
                faults.Add(fault);
            else
                report($"{name} is skipped: this machine cannot do it (disk-full needs root, clock Debian's "
                    + "faketime, packets root and iptables)");
        }

        return faults;
    }

    private static async Task<int> PublishAsync(
        IReadOnlyList<PlannedOrder> orders, ChaosSettings settings, string broker)
    {
        await using var publisher = new OrderPublisher(broker);
        IOrderEvent[] events = [.. orders.SelectMany(order => Enumerable.Repeat(order.Event, order.Copies))];
        await publisher.PublishAsync(events, settings.Duration * 2 / 3);
        return events.Length;
    }

    /// <summary>
    /// Waits until every event is answered and the ledger is settled (what a killed worker published and did not mark
    /// stays its own until its lease has ended), and a little longer for surplus results.
    /// </summary>
    private static async Task DrainAsync(int events, ResultCollector collector, Servers servers, TimeSpan limit)
    {
        try
        {
            await Eventually.TrueAsync(() => collector.Results.Count >= events, "every event is answered", limit);
            await Eventually.TrueAsync(
                async () => await Queues.CountWaitingAsync(servers.Broker.ConnectionString) == 0,
                "the queues are empty");
            await Eventually.TrueAsync(servers.Ledger.IsSettledAsync, "the ledger is settled");
        }
        catch (TimeoutException)
        {
            // The scorecard shows what is missing.
        }

        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System);
    }

    private static async Task<Scorecard> ScoreAsync(
        IReadOnlyList<PlannedOrder> orders, int published, FaultInjector injector, DateTimeOffset started, Parts parts)
    {
        var results = parts.Collector.Results;
        var audit = new Audit(orders, results, parts.World, injector.Reports);
        var totals = await parts.Servers.Ledger.AskAsync(ledger => ledger.CountAsync(CancellationToken.None));
        var broker = parts.Servers.Broker.ConnectionString;
        return new()
        {
            Events = orders.Count,
            Published = published,
            Results = results.Count,
            Succeeded = results.Values.Count(received => received.Failed is null),
            Lost = audit.FindLost(),
            AnsweredDifferently = audit.FindAnsweredDifferently(),
            Malformed = audit.FindMalformed(),
            Contradictions = audit.FindContradictions(),
            ShippedTwice = parts.World.Vendors.Fengchao.Journal.Entries().Count(entry => entry.Applied > 1),
            AskedAgain = await parts.Servers.Ledger.AskAsync(audit.FindAskedAgainAsync),
            Overlaps = parts.World.Requests.FindOverlaps(),
            OutOfOrder = audit.FindOutOfOrder(),
            RepeatsPerMillion =
                1e6 * results.Values.Sum(received => received.RepeatedAt.Count) / Math.Max(1, results.Count),
            Undecidable = audit.CountUndecidable(),
            Faults = FaultSummary.From(injector.Reports, [.. results.Values.OrderBy(received => received.At)]),
            DiedAlone = injector.DiedAlone,
            LeftBehind = injector.Faults.OfType<NoWorkers>().Sum(fault => fault.LeftBehind),
            Received = totals.Sum(t => t.Received),
            Drift = totals.Sum(t => Math.Abs(t.Drift)),
            Unfinished = totals.Sum(t => t.Waiting + t.Unpublished),
            LeftInQueues = await Queues.CountWaitingAsync(broker),
            PutAside = await Queues.CountAsideAsync(broker),
            Took = parts.Collector.LastNew - started,
        };
    }

    private sealed record Parts(Servers Servers, VendorWorld World, ResultCollector Collector);
}
