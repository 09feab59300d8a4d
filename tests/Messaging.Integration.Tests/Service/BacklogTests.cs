using System.Text.Json;
using Messaging.Contracts;
using Messaging.Testing;
using Messaging.Testing.Service;

namespace Messaging.Integration.Tests.Service;

/// <summary>
/// What only a real broker can show: a queue that is long before the worker starts, and one that grows while a vendor
/// is away.
/// </summary>
public class BacklogTests(RabbitMqFixture rabbitMq)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task While_a_vendor_is_away_its_backlog_stays_in_the_queue_and_nothing_is_put_aside()
    {
        const int Orders = 5000, InFlight = 500;
        var address = await rabbitMq.CreateVirtualHostAsync();
        await using var client = await RawClient.ConnectAsync(address);
        await using var world = await SimulatedWorld.StartAsync(
            new Uri(address), (
                "Vendors:Polyv:OrdersPerCall", "100"), ("Vendors:Polyv:MaxOrdersInFlight", $"{InFlight}"));
        world.Vendors.Polyv.Faults = new() { Down = true };
        await PublishAsync(
            client, "order-marked-delivering", Enumerable.Range(0, Orders).Select(i => Events.Delivering($"P{i}")));
        await Eventually.TrueAsync(
            () => world.Accounts.Any(account => account is { Vendor: "polyv", State: "Suspended" }),
            "the account is suspended",
            Timeout);

        await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.InRange((int)await client.CountAsync("fulfillment-polyv"), Orders - (4 * InFlight), Orders);
        Assert.InRange(world.Accounts.Single(account => account.Vendor == "polyv").Waiting, 0, InFlight);
        Assert.Empty(world.Results);

        world.Vendors.Polyv.Faults = new();
        await Eventually.TrueAsync(() => world.Results.Count >= Orders, "all are answered", Timeout);

        Assert.All(world.Results, result => Assert.IsType<FulfillmentSucceeded>(result.Result));
        Assert.Equal(Orders, world.Vendors.Polyv.Journal.Summarize().AppliedOrders);
        foreach (var aside in new[] { "_error", "_skipped", "_undelivered" })
            Assert.Null(await client.TakeAsync($"fulfillment-polyv{aside}"));
    }

    [Fact]
    public async Task Two_hundred_sellers_whose_orders_come_mixed_get_full_calls()
    {
        const int Sellers = 200, OrdersPerCall = 50, Calls = 2;
        var address = await rabbitMq.CreateVirtualHostAsync();
        await using var client = await RawClient.ConnectAsync(address);
        await using var world = await SimulatedWorld.StartAsync(
            new Uri(address),
            [
                ("Vendors:Fengchao:OrdersPerCall", $"{OrdersPerCall}"),
                ("Vendors:Fengchao:BatchTimeLimit", "00:00:01"),
                ("Vendors:Fengchao:BacklogTimeLimit", "00:01:00"),
                .. Enumerable.Range(0, Sellers).SelectMany(i => new[]
                {
                    ($"Vendors:Fengchao:Accounts:s{i}:AppId", "demo-fengchao"),
                    ($"Vendors:Fengchao:Accounts:s{i}:AppSecret", "demo-fengchao-secret"),
                    ($"Vendors:Fengchao:Accounts:s{i}:SellerNick", "demo-shop"),
                }),
            ]);
        await world.StopServiceAsync();
        const int Orders = Sellers * OrdersPerCall * Calls;
        await PublishAsync(
            client,
            "order-shipped",
            Enumerable.Range(0, Orders).Select(i => Events.Shipped($"F{i}", $"s{i % Sellers}")));

        await world.StartServiceAsync();
        await Eventually.TrueAsync(() => world.Results.Count >= Orders, "all are answered", Timeout);

        var journal = world.Vendors.Fengchao.Journal.Summarize();
        Assert.Equal(Orders, journal.AppliedOrders);
        Assert.InRange(journal.OrdersPerCall.Values.Sum(), Sellers * Calls, (long)(Sellers * Calls * 1.1));
    }

    private static async Task PublishAsync(RawClient client, string exchange, IEnumerable<IOrderEvent> events)
    {
        foreach (var some in events.Chunk(500))
        {
            await Task.WhenAll(some.Select(e => client.PublishAsync(
                exchange, JsonSerializer.Serialize(e, e.GetType(), JsonSerializerOptions.Web))));
        }
    }
}
