using System.Net;
using Messaging.Chaos.Orders;
using Messaging.Chaos.Results;
using Messaging.Chaos.Service;
using Messaging.Chaos.Vendors;
using Messaging.Contracts;
using Messaging.Testing;
using Messaging.Testing.Service;

namespace Messaging.Integration.Tests.Outages;

/// <summary>
/// Database and broker fail while orders come in. The worker stays alive, reports it, and goes on when they are back.
/// </summary>
public sealed class OutageTests(RabbitMqFixture rabbitMq, PostgresFixture postgres)
{
    private const int Orders = 60;
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);
    private static readonly VendorAccount[] Accounts = [.. VendorAccount.Several(1)];

    [Fact]
    public async Task Orders_that_come_while_the_database_is_away_wait_and_are_then_done()
    {
        await using var database = await PostgresServer.StartNewAsync();
        var broker = await rabbitMq.CreateVirtualHostAsync();
        await using var world = await VendorWorld.StartAsync(Accounts);
        await using var collector = await ResultCollector.StartAsync(broker);
        await using var worker = await StartAsync(broker, database.ConnectionString, world);

        await database.KillAsync();
        await PublishAsync(broker);
        await Eventually.TrueAsync(
            () => IsReadyAsync(worker, false, "The ledger cannot be reached"), "the outage is seen", Timeout);

        Assert.Equal(HttpStatusCode.OK, await AskAsync(worker, "live"));
        Assert.Empty(collector.Results);
        Assert.Equal(0, await Queues.CountAsideAsync(broker));

        await database.StartAsync();
        await AssertAllDoneAsync(collector, world, broker, worker);
    }

    [Fact]
    public async Task Orders_in_work_while_the_broker_is_killed_are_done_and_answered_when_it_is_back()
    {
        await using var server = await RabbitMqServer.StartNewAsync();
        var broker = server.ConnectionString;
        await using var world = await VendorWorld.StartAsync(Accounts);
        await using var collector = await ResultCollector.StartAsync(broker);
        await using var worker = await StartAsync(broker, await postgres.CreateDatabaseAsync(), world);
        await server.SaveDeclarationsAsync();

        world.Set(new() { LatencyMin = TimeSpan.FromSeconds(1) });
        await PublishAsync(broker);
        await Eventually.TrueAsync(
            () => world.Vendors.Fengchao.Journal.Summarize().Calls > 0, "a call is in flight", Timeout);
        await server.KillAsync();

        await Eventually.TrueAsync(
            () => world.Vendors.Fengchao.Journal.Summarize().AppliedOrders == Orders, "what was taken on is done "
                + "without the broker", Timeout);
        await Eventually.TrueAsync(() => IsReadyAsync(worker, false, "bus"), "the outage is seen", Timeout);

        await server.StartAsync();
        await AssertAllDoneAsync(collector, world, broker, worker);
    }

    private static async Task<PrivateProgram> StartAsync(string broker, string database, VendorWorld world)
    {
        var worker = new PrivateProgram(
            Path.Combine(AppContext.BaseDirectory, "Messaging.Worker.dll"),
            ServiceSettings.For(broker, new("postgres", database), world.Address, Accounts));
        await worker.StartAsync();
        await Queues.WaitAsync(broker, worker);
        await Eventually.TrueAsync(() => IsReadyAsync(worker, true, ""), "the worker is ready", Timeout);
        return worker;
    }

    private static async Task PublishAsync(string broker)
    {
        await using var publisher = new OrderPublisher(broker);
        IOrderEvent[] orders = [.. Enumerable.Range(0, Orders).Select(i => Events.Shipped($"F{i}", "a0"))];
        await publisher.PublishAsync(orders, TimeSpan.Zero);
    }

    private static async Task AssertAllDoneAsync(
        ResultCollector collector, VendorWorld world, string broker, PrivateProgram worker)
    {
        await Eventually.TrueAsync(() => collector.Results.Count == Orders, "every order is answered", Timeout);
        await Eventually.TrueAsync(() => IsReadyAsync(worker, true, ""), "the end of the outage is seen", Timeout);

        Assert.All(collector.Results.Values, received => Assert.Null(received.Failed));
        Assert.All(collector.Results.Values, received => Assert.Equal(0, received.Contradictions));
        Assert.All(
            world.Vendors.Fengchao.Journal.Entries(), entry => Assert.Equal((1, 1), (entry.Sent, entry.Applied)));
        Assert.Equal(0, await Queues.CountAsideAsync(broker));
    }

    private static async Task<bool> IsReadyAsync(PrivateProgram worker, bool expected, string says)
    {
        using var client = new HttpClient();
        try
        {
            using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{worker.Port}/health/ready"));
            return answer.IsSuccessStatusCode == expected
                && (await answer.Content.ReadAsStringAsync()).Contains(says, StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<HttpStatusCode> AskAsync(PrivateProgram worker, string health)
    {
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{worker.Port}/health/{health}"));
        return answer.StatusCode;
    }
}
