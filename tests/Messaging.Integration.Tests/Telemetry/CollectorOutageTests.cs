using System.Diagnostics;
using Messaging.Testing;
using Messaging.Testing.Service;
using Microsoft.AspNetCore.Http;

namespace Messaging.Integration.Tests.Telemetry;

/// <summary>A collector that does not do its work stops no order and costs no memory.</summary>
[Collection(TracedWorld.Alone)]
public sealed class CollectorOutageTests(RabbitMqFixture rabbitMq, PostgresFixture postgres)
{
    private const int Orders = 3000;

    /// <summary>What OpenTelemetry's processor keeps at most, and what it sends at once.</summary>
    private const int Kept = 2048 + 512;

    [Fact]
    public async Task What_a_silent_collector_does_not_take_is_dropped()
    {
        await using var world = await TracedWorld.StartAsync(rabbitMq, postgres, workers: 1);
        var silence = new TaskCompletionSource();
        world.Collector.Misbehave = _ => silence.Task;

        await PublishAsync(world);
        // From here on it answers; what it is sent is what was kept.
        silence.SetResult();
        await world.StopWorkersAsync();

        var spans = world.Collector.Spans.Count(span => span.Name.StartsWith("fulfillment", StringComparison.Ordinal));
        Assert.InRange(spans, 1, Kept * 2);
    }

    [Fact]
    public async Task Nonsense_is_no_reason_to_stop()
    {
        await using var world = await TracedWorld.StartAsync(rabbitMq, postgres, workers: 1);
        world.Collector.Misbehave = context => context.Response.WriteAsync(new string('<', 1_000_000));

        await PublishAsync(world);

        await world.StopWorkersAsync();
    }

    [Fact]
    public async Task A_collector_that_is_away_holds_up_neither_orders_nor_the_end()
    {
        await using var world = await TracedWorld.StartAsync(
            rabbitMq,
            postgres,
            workers: 1,
            ("OTEL_EXPORTER_OTLP_ENDPOINT", FormattableString.Invariant($"http://127.0.0.1:{FreePort.Next()}")));

        await PublishAsync(world);

        var stopping = Stopwatch.StartNew();
        await world.StopWorkersAsync();
        Assert.InRange(stopping.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    private static async Task PublishAsync(TracedWorld world)
    {
        var orders = Enumerable.Range(0, Orders).Select(i => Events.Delivering($"A{i}")).ToList();
        await Task.WhenAll(orders.Select(order => world.Shop.PublishAsync(order)));
        await world.HaveResultsAsync(orders);
    }
}
