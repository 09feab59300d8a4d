using Messaging.Contracts;
using Messaging.Integration.Tests.Telemetry.Otlp;
using Messaging.Testing;
using Messaging.Testing.Service;
using Messaging.VendorSimulator.Faults;

namespace Messaging.Integration.Tests.Telemetry;

/// <summary>What a collector sees of orders, from their publisher to their subscriber.</summary>
[Collection(TracedWorld.Alone)]
public sealed class TraceTests(RabbitMqFixture rabbitMq, PostgresFixture postgres)
{
    private const string Order = "fulfillment.order";
    private const string Call = "fulfillment.call";

    [Fact]
    public async Task An_order_is_one_trace_from_its_publisher_to_its_subscriber()
    {
        await using var world = await TracedWorld.StartAsync(rabbitMq, postgres, workers: 2);
        var traces = new Dictionary<string, IOrderEvent>(StringComparer.Ordinal);
        foreach (var order in CreateOrders("O", 60))
            traces.Add(await world.Shop.PublishAsync(order, asMassTransit: traces.Count % 2 == 0), order);
        await world.HaveResultsAsync(traces.Values);
        world.Shop.ReadResults(traces.Values);
        await world.StopWorkersAsync();

        var spans = world.Collector.Spans.ToLookup(span => span.Trace, StringComparer.Ordinal);
        foreach (var (trace, order) in traces)
        {
            var names = spans[trace].Select(span => span.Name).ToList();
            Assert.All(
                ["publish", Order, "fulfillment.result", "fulfillment-succeeded send", "read"],
                name => Assert.Single(names, name));
            Assert.Equal(order.OrderNo, spans[trace].Single(span => span.Name is Order).Tags["order.no"]);
        }

        // Nothing else begins a trace but a call, which belongs to many orders.
        Assert.All(
            spans.Where(trace => !traces.ContainsKey(trace.Key)),
            trace => Assert.Equal(Call, Assert.Single(trace, span => span.Parent.Length == 0).Name));
    }

    [Fact]
    public async Task A_call_leads_to_each_of_its_orders_and_each_order_to_its_call()
    {
        const int Count = 1000;
        await using var world = await TracedWorld.StartAsync(
            rabbitMq, postgres, workers: 1, ("Vendors:Polyv:BatchTimeLimit", "00:00:05"));
        var orders = Enumerable.Range(0, Count).Select(i => Events.Delivering($"P{i}")).ToList();
        await Task.WhenAll(orders.Select(order => world.Shop.PublishAsync(order)));
        await world.HaveResultsAsync(orders);
        await world.StopWorkersAsync();

        var spans = world.Collector.Spans;
        var linked = spans.Where(span => span.Name is Order).ToDictionary(span => span.Id, StringComparer.Ordinal);
        var calls = spans.Where(span => span.Name is Call).ToList();
        Assert.Equal(Count, linked.Count);
        Assert.Contains(calls, call => call.Links.Count > 500);
        Assert.Equal(Count, calls.Sum(call => call.Links.Count));
        foreach (var call in calls)
        {
            Assert.Equal((SpanKind.Client, "", 0u), (call.Kind, call.Parent, call.LostLinks));
            Assert.All(call.Links, id => Assert.Equal([call.Id], linked[id].Links));
        }
    }

    [Fact]
    public async Task An_order_that_is_settled_after_its_worker_was_killed_stays_on_its_trace()
    {
        await using var world = await TracedWorld.StartAsync(rabbitMq, postgres, workers: 1);
        world.Vendors.Set(new FaultProfile { ServerErrorShare = 1 });
        var traces = new Dictionary<string, IOrderEvent>(StringComparer.Ordinal);
        foreach (var order in CreateOrders("L", 12))
            traces.Add(await world.Shop.PublishAsync(order), order);
        await Eventually.TrueAsync(
            () => traces.Keys.All(trace => Times(world, trace, Order) > 0),
            "all orders have been put off",
            TracedWorld.Patience);

        await world.KillWorkerAsync();
        var killed = world.Collector.Resources.Keys.ToList();
        await world.StartWorkerAsync();
        world.Vendors.Set(new());
        await world.HaveResultsAsync(traces.Values);
        await world.StopWorkersAsync();

        foreach (var (trace, order) in traces)
        {
            Assert.Equal(trace, world.Shop.GetContext(order).TraceId.ToString());
            var result = world.Collector.Spans.Where(span => span.Trace == trace)
                .Single(span => span.Name is "fulfillment.result");
            Assert.DoesNotContain(result.Instance, killed);
            Assert.InRange(Times(world, trace, Order), 2, int.MaxValue);
        }
    }

    [Fact]
    public async Task An_order_that_is_not_sampled_makes_no_span_and_its_result_says_so()
    {
        await using var world = await TracedWorld.StartAsync(rabbitMq, postgres, workers: 1);
        var orders = CreateOrders("U", 30).ToList();
        var unsampled = new Dictionary<string, IOrderEvent>(StringComparer.Ordinal);
        foreach (var order in orders)
        {
            // One that takes one order a call, and others whose calls carry both kinds.
            if (order is OrderModified || unsampled.Count % 2 == 0)
                unsampled.Add(await world.Shop.PublishUnsampledAsync(order, unsampled.Count % 3 == 0), order);
            else
                await world.Shop.PublishAsync(order);
        }

        await world.HaveResultsAsync(orders);
        await world.StopWorkersAsync();

        Assert.DoesNotContain(world.Collector.Spans, span => unsampled.ContainsKey(span.Trace));
        Assert.DoesNotContain(
            world.Collector.Spans, span => span.Name is Call && span.Tags["vendor"] is "em");
        Assert.DoesNotContain(
            world.Collector.Spans, span => span.Name is Call && span.Links.Count == 0);
        Assert.DoesNotContain(world.Collector.Spans, span => span.Parent.Length == 0 && span.Name is not Call
            && span.Instance != GetShop(world));
        foreach (var (trace, order) in unsampled)
        {
            var context = world.Shop.GetContext(order);
            Assert.Equal((trace, "00"), (context.TraceId.ToString(), $"{(int)context.TraceFlags:x2}"));
        }
    }

    private static string GetShop(TracedWorld world) => world.Collector.Resources
        .Where(resource => resource.Value["service.name"] is TracedShop.Name)
        .Select(resource => resource.Key)
        .FirstOrDefault("");

    private static int Times(TracedWorld world, string trace, string name) =>
        world.Collector.Spans.Count(span => span.Trace == trace && span.Name == name);

    private static IEnumerable<IOrderEvent> CreateOrders(string prefix, int count) =>
        Enumerable.Range(0, count).Select(i => (i % 3) switch
        {
            0 => Events.Delivering($"{prefix}{i}"),
            1 => Events.Shipped($"{prefix}{i}"),
            _ => (IOrderEvent)Events.Modified($"{prefix}{i}"),
        });
}
