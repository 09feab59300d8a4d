using Messaging.Contracts;
using Messaging.Testing;
using Messaging.Testing.Service;

namespace Messaging.Integration.Tests.Telemetry;

/// <summary>What publishers send beside an order, and what is secret or personal, stays out of the collector.</summary>
[Collection(TracedWorld.Alone)]
public sealed class CarelessPublisherTests(RabbitMqFixture rabbitMq, PostgresFixture postgres)
{
    private const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public async Task Headers_of_any_size_people_and_secrets_reach_neither_collector_nor_subscriber()
    {
        // Together as much as fits into a frame of RabbitMQ: more, and the broker hangs up.
        var huge = string.Concat(Enumerable.Repeat("13800138000<script>", 2000));
        await using var world = await TracedWorld.StartAsync(rabbitMq, postgres, workers: 1);
        List<IOrderEvent> orders =
        [
            Events.Delivering("C1"),
            Events.Shipped("C2"),
            new OrderModified
            {
                EventId = Guid.NewGuid(),
                OrderNo = "C3",
                OccurredAt = Events.Now,
                ReceiverName = "李雷一号",
                ReceiverMobile = "13912345678",
                Address = "梧桐路12弄",
            },
            Events.Shipped(new string('9', 60_000)),
        ];
        foreach (var order in orders)
        {
            await world.Shop.PublishAsync(
                order,
                "traceparent",
                Trace,
                ("tracestate", $"shop={huge}"),
                ("baggage", $"phone={huge}"),
                ("MT-Activity-Correlation-Context", huge));
        }

        await world.HaveResultsAsync(orders);
        await world.StopWorkersAsync();

        Assert.Equal(4, world.Collector.Spans.Count(span => span.Name is "fulfillment.order"));
        // Of a number that is too long to be kept a log has 200 characters, and a span 64.
        string[] unwanted =
            ["1380013", "<script>", "李雷", "1391234", "梧桐路", "secret-of-", "sign=", new string('9', 201)];
        var sent = string.Concat(world.Collector.Bodies);
        Assert.DoesNotContain(unwanted, text => sent.Contains(text, StringComparison.OrdinalIgnoreCase));
        Assert.All(
            world.Shop.Results.SelectMany(result => result.Headers.Values),
            value => Assert.DoesNotContain("1380013", value, StringComparison.Ordinal));
    }
}
