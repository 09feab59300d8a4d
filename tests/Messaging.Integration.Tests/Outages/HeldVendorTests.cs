using Messaging.Chaos.Orders;
using Messaging.Chaos.Results;
using Messaging.Chaos.Service;
using Messaging.Chaos.Vendors;
using Messaging.Contracts;
using Messaging.Fulfillment.Ledger;
using Messaging.Testing;
using Messaging.Testing.Service;

namespace Messaging.Integration.Tests.Outages;

/// <summary>A vendor is held while orders are under way, and a worker is killed meanwhile.</summary>
public sealed class HeldVendorTests(RabbitMqFixture rabbitMq, PostgresFixture postgres)
{
    private const int Orders = 60;
    private const string Vendor = "fengchao";
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);
    private static readonly AuditNote Note = new("night-shift", "vendors.hold", Vendor, "a wrong price");
    private static readonly VendorAccount[] Accounts = [.. VendorAccount.Several(1)];

    [Fact]
    public async Task What_is_held_is_sent_by_no_worker_until_it_is_released_and_then_once()
    {
        var broker = await rabbitMq.CreateVirtualHostAsync();
        var ledger = new LedgerAddress("postgres", await postgres.CreateDatabaseAsync());
        await using var world = await VendorWorld.StartAsync(Accounts);
        await using var collector = await ResultCollector.StartAsync(broker);
        await using var first = Worker(broker, ledger, world);
        await first.StartAsync();
        await Queues.WaitAsync(broker, first);

        // Held while calls are in flight; the worker dies before it can give back what it has not sent.
        world.Set(new() { LatencyMin = TimeSpan.FromSeconds(1) });
        await PublishAsync(broker, 0);
        await Eventually.TrueAsync(() => Calls(world) > 0, "a call is in flight", Timeout);
        await ledger.AskAsync(opened => opened.HoldAsync(Vendor, account: null, Note, CancellationToken.None));
        await first.KillAsync();
        world.Set(new());
        var sent = Calls(world);

        await using var second = Worker(broker, ledger, world);
        await second.StartAsync();
        await PublishAsync(broker, Orders);
        await Eventually.TrueAsync(() => SaysHeldAsync(second), "the hold is seen", Timeout);
        // Long enough for the dead worker's lease to end, and its claims to be taken over.
        await Task.Delay(TimeSpan.FromSeconds(12), TimeProvider.System);
        Assert.Equal(sent, Calls(world));

        await ledger.AskAsync(opened => opened.ReleaseHoldAsync(Vendor, account: null, Note, CancellationToken.None));
        await Eventually.TrueAsync(() => collector.Results.Count == 2 * Orders, "every order is answered", Timeout);
        await Eventually.TrueAsync(ledger.IsSettledAsync, "the ledger is settled", Timeout);
        Assert.All(collector.Results.Values, received => Assert.Null(received.Failed));
        Assert.All(world.Vendors.Fengchao.Journal.Entries(), entry => Assert.Equal(1, entry.Applied));
        Assert.Equal(2 * Orders, world.Vendors.Fengchao.Journal.Summarize().AppliedOrders);
        Assert.Equal(0, await Queues.CountAsideAsync(broker));
    }

    private static PrivateProgram Worker(string broker, LedgerAddress ledger, VendorWorld world) => new(
        Path.Combine(AppContext.BaseDirectory, "Messaging.Worker.dll"),
        [
            .. ServiceSettings.For(broker, ledger, world.Address, Accounts),
            new("Vendors:Fengchao:MaxProbeInterval", "00:00:01"),
        ]);

    private static int Calls(VendorWorld world) => (int)world.Vendors.Fengchao.Journal.Summarize().Calls;

    private static async Task PublishAsync(string broker, int from)
    {
        await using var publisher = new OrderPublisher(broker);
        IOrderEvent[] orders = [.. Enumerable.Range(from, Orders).Select(i => Events.Shipped($"F{i}", "a0"))];
        await publisher.PublishAsync(orders, TimeSpan.Zero);
    }

    private static async Task<bool> SaysHeldAsync(PrivateProgram worker)
    {
        using var client = new HttpClient();
        try
        {
            var answer = await client.GetStringAsync(new Uri($"http://127.0.0.1:{worker.Port}/health/ready"));
            return answer.Contains($"{Vendor} is held by night-shift since", StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
