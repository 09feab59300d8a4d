using Messaging.Chaos.Orders;
using Messaging.Chaos.Results;
using Messaging.Chaos.Service;
using Messaging.Chaos.Vendors;
using Messaging.Testing;
using Messaging.Testing.Service;
using Messaging.VendorSimulator;

namespace Messaging.Integration.Tests.Fleet;

/// <summary>Several workers on one ledger, one account, and a vendor that counts its calls.</summary>
public sealed class QuotaTests(RabbitMqFixture rabbitMq, PostgresFixture postgres)
{
    private const double CallsPerSecond = 10;
    private const int OrdersPerCall = 20;
    private const int Orders = 4000;
    private const int Workers = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly VendorAccount[] Accounts =
        [.. VendorAccount.Several(1).Select(account => account with { CallsPerSecond = CallsPerSecond })];

    private static readonly VendorAccount Shop =
        Accounts.Single(account => account.Vendor is VendorNames.Fengchao);


    [Fact]
    public async Task However_workers_come_and_die_the_vendor_sees_one_quota()
    {
        var address = await rabbitMq.CreateVirtualHostAsync();
        var database = await postgres.CreateDatabaseAsync();
        await using var world = await VendorWorld.StartAsync(Accounts);
        var workers = new Queue<PrivateProgram>();
        async Task StartAsync()
        {
            var worker = CreateWorker(address, database, world);
            workers.Enqueue(worker);
            await worker.StartAsync();
        }

        try
        {
            for (var i = 0; i < Workers; i++)
                await StartAsync();
            // Each takes its part of the orders, and would use up the quota alone.
            await Eventually.TrueAsync(
                async () => await Queues.CountConsumersAsync(address, Shop.Vendor) == Workers,
                "all workers consume",
                Patience);
            await using var collector = await ResultCollector.StartAsync(address);
            await using var publisher = new OrderPublisher(address);
            await publisher.PublishAsync(
                [.. Enumerable.Range(0, Orders).Select(i => Events.Shipped($"S{i}", Shop.Name))], TimeSpan.Zero);

            foreach (var share in new[] { 0.2, 0.4 })
            {
                await Eventually.TrueAsync(
                    () => collector.Results.Count > Orders * share, $"{share:p0} have a result", Patience);
                await workers.Dequeue().KillAsync();
                await StartAsync();
            }

            await Eventually.TrueAsync(() => collector.Results.Count == Orders, "all have a result", Patience);
            Assert.All(collector.Results.Values, result => Assert.Null(result.Failed));
            var summary = world.Vendors.Find(Shop.Vendor)!.Journal.Summarize();
            Assert.Equal((0, 1), (summary.Refused, summary.MaxApplicationsOfOneOrder));
            // What the dead were sending is sent again, and not all of it fills a call.
            Assert.InRange(summary.Calls, Orders / OrdersPerCall, (Orders / OrdersPerCall * 1.2) + 20);
        }
        finally
        {
            foreach (var worker in workers)
                await worker.DisposeAsync();
        }
    }

    private static PrivateProgram CreateWorker(string address, string database, VendorWorld world) => new(
        Path.Combine(AppContext.BaseDirectory, "Messaging.Worker.dll"),
        new Dictionary<string, string?>(
            ServiceSettings.For(address, new("postgres", database), world.Address, Accounts), StringComparer.Ordinal)
        {
            ["Vendors:Fengchao:CallsPerSecond"] = "10",
            ["Vendors:Fengchao:Burst"] = "1",
            ["Vendors:Fengchao:OrdersPerCall"] = "20",
        });
}
