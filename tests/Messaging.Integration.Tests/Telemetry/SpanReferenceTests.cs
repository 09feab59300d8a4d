using System.Reflection;
using Messaging.Contracts;
using Messaging.Testing;
using Messaging.Testing.Service;

namespace Messaging.Integration.Tests.Telemetry;

/// <summary>The table of spans is what a collector is sent: each span in one line, and no other.</summary>
[Collection(TracedWorld.Alone)]
public sealed class SpanReferenceTests(RabbitMqFixture rabbitMq, PostgresFixture postgres)
{
    [Fact]
    public async Task The_table_is_what_is_sent()
    {
        await using var world = await TracedWorld.StartAsync(rabbitMq, postgres, workers: 1);
        IOrderEvent[] orders = [Events.Delivering("R1"), Events.Shipped("R2"), Events.Modified("R3")];
        foreach (var order in orders)
            await world.Shop.PublishAsync(order);
        await world.HaveResultsAsync(orders);
        await world.StopWorkersAsync();

        var lines = world.Collector.Spans
            .Where(span => span.Name.StartsWith("fulfillment.", StringComparison.Ordinal))
            .GroupBy(span => (span.Name, span.Kind))
            .OrderBy(spans => spans.Key.Name, StringComparer.Ordinal)
            .Select(spans => $"| `{spans.Key.Name}` | {$"{spans.Key.Kind}".ToLowerInvariant()} |"
                + string.Concat(spans.SelectMany(span => span.Tags.Keys).Distinct().Order(StringComparer.Ordinal)
                    .Select((tag, i) => (i == 0 ? " " : ", ") + tag)))
            .ToList();
        var file = typeof(SpanReferenceTests).Assembly
            .GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key is "Traces").Value!;
        var found = File.ReadLines(file)
            .Where(line => line.StartsWith("| `fulfillment.", StringComparison.Ordinal))
            .Select(line => string.Join(" |", line.Split(" |").Take(3)));

        Assert.True(
            lines.SequenceEqual(found, StringComparer.Ordinal),
            $"The lines have to begin so:\n{string.Join('\n', lines)}");
    }
}
