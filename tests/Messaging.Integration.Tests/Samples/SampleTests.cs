using Messaging.Integration.Tests.Service;
using Messaging.Testing;
using Messaging.Testing.Network;

namespace Messaging.Integration.Tests.Samples;

public sealed class SampleTests(SampleService service, RabbitMqFixture rabbitMq) : IClassFixture<SampleService>
{
    public static TheoryData<string> Languages { get; } = new(SampleProgram.All.Keys);

    public static MatrixTheoryData<string, string> Cases { get; } = new(SampleProgram.All.Keys, ["Envelope", "Json"]);

    /// <summary>Also where the connection is lost on the way, and results come a second time.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Every_event_is_answered_once_and_seen_by_its_own_subscriber(string language, string output)
    {
        var sample = SampleProgram.All[language];
        var broker = service.Brokers[output];
        // MassTransit declares the exchanges that it uses.
        var declares = language is "dotnet";
        var publisher = declares ? broker : service.Publishers[output];
        var reader = new UriBuilder(declares ? broker : service.Subscribers[output]);
        await using var network = new NetworkProxy(reader.Port);
        reader.Port = network.Port;
        var queue = $"results-{language}";
        await using var subscriber = sample.CreateSubscriber(reader.Uri.AbsoluteUri, queue);
        await subscriber.StartAsync();
        await using var client = await RawClient.ConnectAsync(broker);
        await Eventually.TrueAsync(
            () => client.IsConsumedAsync(queue), "the subscriber is there", details: Said(subscriber));
        await client.SubscribeAsync();

        var (first, second, refused, late) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var said = await sample.PublishAsync(publisher, "order-shipped", Shipped(first), Shipped(second));
        Assert.Equal(
            [$"confirmed {first}", $"confirmed {second}"], said.Where(line => line.StartsWith("confirmed", Ordinal)));
        await sample.PublishAsync(publisher, "order-modified", OutOfStock(refused));
        await Eventually.TrueAsync(
            () => new[] { first, second, refused }.All(id => Count(subscriber, id) > 0),
            "the results have come",
            details: Said(subscriber));

        network.Begin(NetworkFault.Reset);
        foreach (var result in client.Results.ToArray())
            await client.RepeatAsync(result);
        await client.PublishAsync("order-shipped", Shipped(late));
        await Eventually.TrueAsync(
            () => Count(subscriber, late) > 0, "the subscriber is back", details: Said(subscriber));

        Assert.All([first, second, refused, late], id => Assert.Equal(1, Count(subscriber, id)));
        Assert.Contains(subscriber.Output, line => line.StartsWith($"succeeded {first} F-{first}", Ordinal));
        Assert.Matches(
            $"(?m)^failed {refused} E-{refused} .*[rR]ejectedByVendor", string.Join('\n', subscriber.Output));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task An_event_for_which_no_queue_is_bound_is_not_taken_for_published(string language)
    {
        var broker = await rabbitMq.CreateVirtualHostAsync();
        await using var client = await RawClient.ConnectAsync(broker);
        await client.DeclareExchangeAsync("order-shipped");
        var id = Guid.NewGuid();

        var said = await SampleProgram.All[language].PublishAsync(broker, "order-shipped", Shipped(id));

        Assert.DoesNotContain(said, line => line.Contains("confirmed", Ordinal));
        Assert.Contains(said, line => line.Contains("No queue is bound to order-shipped", Ordinal));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task A_publisher_whose_connection_is_cut_publishes_everything_all_the_same(string language)
    {
        var broker = await rabbitMq.CreateVirtualHostAsync();
        await using var client = await RawClient.ConnectAsync(broker);
        await client.DeclareExchangeAsync("order-shipped");
        await client.BindAsync("orders", "order-shipped");
        var address = new UriBuilder(broker);
        await using var network = new NetworkProxy(address.Port);
        address.Port = network.Port;
        // So that the cut meets it while it publishes.
        network.Begin(NetworkFault.Slow);
        var ids = Enumerable.Range(0, 20).Select(_ => Guid.NewGuid()).ToArray();

        var said = await SampleProgram.All[language].PublishAsync(
            address.Uri.AbsoluteUri,
            "order-shipped",
            Array.ConvertAll(ids, Shipped),
            async publisher =>
            {
                await Eventually.TrueAsync(
                    () => publisher.Output.Any(line => line.StartsWith("confirmed", Ordinal)),
                    "it publishes",
                    details: Said(publisher));
                network.Begin(NetworkFault.Reset);
                network.Restore();
            });

        Assert.Equal(
            ids.Select(id => $"confirmed {id}"), said.Where(line => line.StartsWith("confirmed", Ordinal)));
        // MassTransit does not say so.
        Assert.True(language is "dotnet" || said.Any(line => line.Contains("once more", Ordinal)), "it was cut");
        var published = new HashSet<Guid>();
        while (await client.TakeAsync("orders") is { } message)
            published.Add((message.Json.TryGetProperty("message", out var order) ? order : message.Json)
                .GetProperty("eventId").GetGuid());
        Assert.Equal(ids.Order(), published.Order());
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static int Count(PrivateCommand subscriber, Guid orderEvent) =>
        subscriber.Output.Count(line => line.Contains($" {orderEvent} ", Ordinal));

    private static Func<Task<string>> Said(PrivateCommand program) => () => Task.FromResult(program.OutputTail());

    private static string Shipped(Guid id) =>
        $$"""{"eventId":"{{id}}","orderNo":"F-{{id}}","occurredAt":"2026-11-11T00:00:03+08:00","carrierCode":"zhongtong","trackingNo":"75531717195834"}""";

    private static string OutOfStock(Guid id) =>
        $$"""{"eventId":"{{id}}","orderNo":"E-{{id}}","occurredAt":"2026-11-11T00:00:03+08:00","items":[{"productCode":"NOSTOCK","quantity":1}]}""";
}
