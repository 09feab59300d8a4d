using Messaging.Testing;
using Messaging.Testing.Service;

namespace Messaging.Integration.Tests.Telemetry;

/// <summary>
/// The metrics of several workers: what is of each adds up, what is of the ledger is the same in all.
/// </summary>
[Collection(TracedWorld.Alone)]
public sealed class FleetMetricsTests(RabbitMqFixture rabbitMq, PostgresFixture postgres)
{
    [Fact]
    public async Task The_counters_of_all_workers_add_up_and_the_ledger_is_the_same_in_each()
    {
        const int Workers = 3;
        const int Orders = 600;
        await using var world =
            await TracedWorld.StartAsync(rabbitMq, postgres, Workers, ("Vendors:Fengchao:BatchSize", "5"));
        var orders = Enumerable.Range(0, Orders).Select(i => Events.Shipped($"M{i}")).ToList();
        await Task.WhenAll(orders.Select(order => world.Shop.PublishAsync(order)));
        await world.HaveResultsAsync(orders);
        await Eventually.TrueAsync(
            () => world.Collector.GetLast("fulfillment.ledger.succeeded", "fengchao") is { Count: Workers } counted
                && counted.Values.All(count => count is Orders),
            "the ledger is counted by all",
            TracedWorld.Patience,
            details: () => Task.FromResult(
                string.Join(' ', world.Collector.GetLast("fulfillment.ledger.succeeded", "fengchao"))));
        await world.StopWorkersAsync();

        var published = world.Collector.GetLast("fulfillment.results.published", "fengchao");
        Assert.Equal(Orders, published.Values.Sum());
        Assert.InRange(published.Count, 2, Workers);
        Assert.Equal(Orders, world.Collector.GetLast("fulfillment.orders.succeeded", "fengchao").Values.Sum());
        var workers = world.Collector.Resources.Values
            .Where(resource => resource["service.name"] is "messaging-worker")
            .ToList();
        Assert.Equal(Workers, workers.Count);
        Assert.Single(workers.Select(resource => resource["service.version"]).Distinct(StringComparer.Ordinal));
    }
}
