using Messaging.Testing;
using Messaging.Testing.Service;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Messaging.Integration.Tests.Service;

/// <summary>What is left beside the vendors' queues, of which nobody may ever look at anything.</summary>
public class LeftoverQueuesTests(RabbitMqFixture rabbitMq)
{
    private const string Unreadable = "not json at all";
    private const string OfAnotherType = """{"messageType":["urn:message:Somebody.Elses:Event"],"message":{}}""";
    private const string Envelope = "application/vnd.masstransit+json";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task They_are_bounded_in_age_and_size_and_what_goes_from_them_is_gone()
    {
        var address = await rabbitMq.CreateVirtualHostAsync();
        await using var world = await SimulatedWorld.StartAsync(new Uri(address));
        await using var client = await RawClient.ConnectAsync(address);

        await client.PublishAsync("order-marked-delivering", Unreadable);
        await client.PublishAsync("order-marked-delivering", OfAnotherType, Envelope);

        foreach (var queue in new[] { "_error", "_skipped", "_undelivered" })
        {
            await Eventually.TrueAsync(() => ExistsAsync(address, $"fulfillment-polyv{queue}"), $"{queue} is there");
            var difference = await DeclareAsync(address, $"fulfillment-polyv{queue}", new(StringComparer.Ordinal)
            {
                ["x-message-ttl"] = 14L * 24 * 60 * 60 * 1000,
                ["x-max-length-bytes"] = 128L * 1024 * 1024,
            });
            // The broker names the first argument that differs, in the order of their names; these are before the type.
            Assert.DoesNotContain("x-message-ttl", difference, StringComparison.Ordinal);
            Assert.DoesNotContain("x-max-length-bytes", difference, StringComparison.Ordinal);
            Assert.DoesNotContain("x-dead-letter-exchange", difference, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Those_of_an_earlier_version_are_used_as_they_are()
    {
        var address = await rabbitMq.CreateVirtualHostAsync();
        foreach (var queue in new[] { "_error", "_skipped", "_undelivered" })
            Assert.Empty(await DeclareAsync(address, $"fulfillment-polyv{queue}", arguments: null));
        await using var world = await SimulatedWorld.StartAsync(new Uri(address));
        await using var client = await RawClient.ConnectAsync(address);

        await client.PublishAsync("order-marked-delivering", Unreadable);
        await client.PublishAsync("order-marked-delivering", OfAnotherType, Envelope);
        await world.Bus.Publish(Events.Delivering("P-good"), Cancellation);

        await world.ResultsAsync(1);
        foreach (var queue in new[] { "_error", "_skipped" })
        {
            await Eventually.TrueAsync(
                async () => await client.TakeAsync($"fulfillment-polyv{queue}") is not null, $"a message in {queue}");
        }
    }

    private static async Task<bool> ExistsAsync(string address, string queue)
    {
        await using var connection = await ConnectAsync(address);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Cancellation);
        try
        {
            await channel.QueueDeclarePassiveAsync(queue, Cancellation);
            return true;
        }
        catch (OperationInterruptedException)
        {
            return false;
        }
    }

    /// <summary>Declares a queue; what the broker has against it, or nothing.</summary>
    private static async Task<string> DeclareAsync(
        string address, string queue, Dictionary<string, object?>? arguments)
    {
        await using var connection = await ConnectAsync(address);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Cancellation);
        try
        {
            await channel.QueueDeclareAsync(
                queue, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: Cancellation);
            return "";
        }
        catch (OperationInterruptedException e)
        {
            return e.ShutdownReason!.ReplyText;
        }
    }

    private static Task<IConnection> ConnectAsync(string address) =>
        new ConnectionFactory { Uri = new(address) }.CreateConnectionAsync(Cancellation);
}
