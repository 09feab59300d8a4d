using MassTransit;
using Messaging.Contracts;
using Messaging.Testing;
using Messaging.Testing.Service;

namespace Messaging.Integration.Tests.Service;

public class TraceHeaderTests(RabbitMqFixture rabbitMq, PostgresFixture postgres)
{
    [Fact]
    public async Task A_trace_header_that_a_database_does_not_take_costs_neither_its_order_nor_the_batch()
    {
        await using var world = await SimulatedWorld.StartAsync(
            new Uri(await rabbitMq.CreateVirtualHostAsync()),
            ("Ledger:Provider", "postgres"),
            ("Ledger:ConnectionString", await postgres.CreateDatabaseAsync()));

        await world.Bus.Publish(Events.Delivering("P0"), context => context.Headers.Set("traceparent", "00-\0"));
        for (var i = 1; i < 10; i++)
            await world.Bus.Publish(Events.Delivering($"P{i}"));
        var results = await world.ResultsAsync(10);

        Assert.All(results, received => Assert.IsType<FulfillmentSucceeded>(received.Result));
    }
}
