using Messaging.Chaos;
using Messaging.Chaos.Orders;
using Messaging.Chaos.Results;
using Messaging.Chaos.Service;
using Messaging.Chaos.Vendors;
using Messaging.Contracts;
using Messaging.Testing;
using Messaging.VendorSimulator;
using Messaging.VendorSimulator.Faults;

namespace Messaging.Integration.Tests.Crashes;

/// <summary>Orders for all vendors; workers that die, one in each window; and one that does not.</summary>
internal sealed class CrashScenario(string broker, LedgerAddress ledger, IReadOnlyList<CrashWindow> windows)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    private const int MostStarts = 4;

    /// <summary>How long to wait for what should not come: a surplus result, a message put aside.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);
    private static readonly DateTimeOffset Now = new(2026, 11, 11, 0, 0, 0, TimeSpan.FromHours(8));

    /// <summary>Everything that is wrong afterwards, a sentence each.</summary>
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        var accounts = VendorAccount.Several(1);
        var orders = Orders();
        await using var world = await VendorWorld.StartAsync(accounts);
        await using var collector = await ResultCollector.StartAsync(broker);
        var settings = ServiceSettings.For(broker, ledger, world.Address, accounts).ToList();

        await using (var publisher = new OrderPublisher(broker))
        {
            foreach (var window in windows)
            {
                world.Set(FaultsFor(window));
                await using var dying = Worker(settings, window);
                await dying.StartAsync();
                await Queues.WaitAsync(broker, dying);
                await publisher.PublishAsync([.. orders.Select(order => order.Event)], TimeSpan.Zero);
                await Eventually.TrueAsync(() => !dying.IsRunning, $"the worker has died {window}", Timeout);
            }
        }

        world.Set(new FaultProfile());
        await using var worker = Worker(settings, at: null);
        await worker.StartAsync();
        // Results that the dead worker published but did not mark are marked by this one, once the lease has ended.
        await Eventually.TrueAsync(() => Queues.AreConsumedAsync(broker), "the other worker takes messages", Timeout);
        await Eventually.TrueAsync(() => collector.Results.Count == orders.Count, "every order is answered", Timeout);
        // Redelivered events may be answered from the ledger before the broker has delivered them.
        await Eventually.TrueAsync(
            async () => await Queues.CountWaitingAsync(broker) == 0, "the queues are empty", Timeout);
        await Eventually.TrueAsync(ledger.IsSettledAsync, "the ledger is settled", Timeout);
        await Task.Delay(Settling, TimeProvider.System);
        await worker.StopAsync();
        // A broker does not count what is delivered and not acknowledged: it comes back with the stop, and the next
        // start has to recognise it. How long a start takes for that depends on what else the machine does.
        for (var start = 1; start <= MostStarts && await Queues.CountWaitingAsync(broker) > 0; start++)
            await TakeWhatIsLeftAsync(worker, Settling * 5 * start);
        return await FindErrorsAsync(orders, world, collector);
    }

    private async Task TakeWhatIsLeftAsync(PrivateProgram worker, TimeSpan time)
    {
        await worker.StartAsync();
        await Eventually.TrueAsync(() => Queues.AreConsumedAsync(broker), "it takes messages again", Timeout);
        await Task.Delay(time, TimeProvider.System);
        await worker.StopAsync();
    }

    private static PrivateProgram Worker(IEnumerable<KeyValuePair<string, string?>> settings, CrashWindow? at) =>
        new(typeof(CrashWorker).Assembly.Location, [.. settings, new(CrashWorker.Setting, $"{at}")], CrashWorker.Verb);

    /// <summary>
    /// An order is due again only after a failure, and a call has to be slow for the worker to die during it.
    /// </summary>
    private static FaultProfile FaultsFor(CrashWindow window) => window switch
    {
        CrashWindow.BeforeClaimDue or CrashWindow.AfterClaimDue => new() { ServerErrorShare = 1 },
        CrashWindow.DuringCall => new() { LatencyMin = TimeSpan.FromSeconds(2) },
        _ => new(),
    };

    private static List<PlannedOrder> Orders() =>
    [
        .. Enumerable.Range(0, 4).Select(i => Plan(VendorNames.Fengchao, new OrderShipped
        {
            EventId = Guid.NewGuid(),
            OrderNo = $"F{i}",
            OccurredAt = Now,
            Account = "a0",
            CarrierCode = "zhongtong",
            TrackingNo = $"T{i}",
        })),
        .. Enumerable.Range(0, 4).Select(i => Plan(VendorNames.Polyv, new OrderMarkedDelivering
        {
            EventId = Guid.NewGuid(), OrderNo = $"P{i}", OccurredAt = Now, Account = "a0",
        })),
        .. Enumerable.Range(0, 4).Select(i => Plan(VendorNames.Em, new OrderModified
        {
            EventId = Guid.NewGuid(),
            OrderNo = $"E{i / 3}",
            OccurredAt = Now.AddSeconds(i),
            Account = "a0",
            OrderRemark = $"step {i}",
        })),
        // Refused after the claim: a crash in between must not make it look as if it had been sent to a vendor.
        Plan(
            VendorNames.Em,
            new OrderModified { EventId = Guid.NewGuid(), OrderNo = "E9", OccurredAt = Now, Account = "nobody" },
            Expected.Failure),
    ];

    private static PlannedOrder Plan(string vendor, IOrderEvent orderEvent, Expected expected = Expected.Success) =>
        new(vendor, orderEvent, expected, Copies: 1);

    private async Task<IReadOnlyList<string>> FindErrorsAsync(
        IReadOnlyList<PlannedOrder> orders, VendorWorld world, ResultCollector collector)
    {
        var audit = new Audit(orders, collector.Results, world, faults: []);
        var totals = await ledger.AskAsync(opened => opened.CountAsync(CancellationToken.None));
        return
        [
            .. audit.FindLost(),
            .. audit.FindAnsweredDifferently(),
            .. audit.FindMalformed(),
            .. audit.FindContradictions(),
            .. audit.FindOutOfOrder(),
            .. await ledger.AskAsync(audit.FindAskedAgainAsync),
            .. world.Vendors.Fengchao.Journal.Entries()
                .Where(entry => entry.Applied != 1)
                .Select(entry => $"{entry.OrderNo}: shipped {entry.Applied} times"),
            .. totals.Where(t => t.Drift != 0 || t.Waiting != 0 || t.Unpublished != 0)
                .Select(t => $"the ledger is not settled: {t}"),
            .. await Queues.CountAsideAsync(broker) is > 0 and var aside
                ? [$"{aside} messages were put aside"]
                : Array.Empty<string>(),
            .. await Queues.CountWaitingAsync(broker) is > 0 and var left
                ? [$"{left} messages are left"]
                : Array.Empty<string>(),
        ];
    }
}
