using MassTransit;
using Messaging.Contracts;
using Messaging.Testing;
using Messaging.Testing.Service;
using RabbitMQ.Client;

namespace Messaging.Integration.Tests.Service;

public class TraceHeaderTests(RabbitMqFixture rabbitMq, PostgresFixture postgres)
{
    private const string Exchange = "order-marked-delivering";

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

    [Fact]
    public async Task A_trace_header_of_any_type_costs_neither_its_order_nor_the_batch()
    {
        object?[] values =
        [
            42, 4_000_000_000L, 1.5, true, null, new byte[] { 0xFF, 0xFE },
            new AmqpTimestamp(1), new List<object?> { "a", 1 }, new Dictionary<string, object?> { ["a"] = 1 },
        ];
        var address = await rabbitMq.CreateVirtualHostAsync();
        await using var world = await SimulatedWorld.StartAsync(new Uri(address));
        await using var client = await RawClient.ConnectAsync(address);

        var orders = 0;
        foreach (var value in values)
        {
            foreach (var header in new[] { "traceparent", "MT-Activity-Id" })
            {
                var headers = new Dictionary<string, object?>(StringComparer.Ordinal) { [header] = value };
                await client.PublishAsync(Exchange, Plain(orders++), headers: headers);
            }
        }

        foreach (var json in new[] { "42", "[1]", """{"a":1}""", "true" })
            await client.PublishAsync(Exchange, Envelope(orders++, json), "application/vnd.masstransit+json");
        await client.PublishAsync(Exchange, Plain(orders++));
        var results = await world.ResultsAsync(orders);

        Assert.Equal(orders, results.DistinctBy(received => received.Result.OrderNo).Count());
        Assert.All(results, received => Assert.IsType<FulfillmentSucceeded>(received.Result));
    }

    private static string Plain(int i) =>
        $$"""{"eventId":"{{Guid.NewGuid()}}","orderNo":"P{{i}}","occurredAt":"2026-11-11T00:00:03+08:00"}""";

    private static string Envelope(int i, string traceParent) =>
        $$"""
        {
          "messageType": ["urn:message:Messaging.Contracts:OrderMarkedDelivering"],
          "headers": { "traceparent": {{traceParent}} },
          "message": {{Plain(i)}}
        }
        """;
}
