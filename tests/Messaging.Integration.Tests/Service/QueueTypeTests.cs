using System.Text;
using Messaging.Contracts;
using Messaging.Fulfillment.Intake.RabbitMq;
using Messaging.Testing;
using Messaging.Testing.Service;
using RabbitMQ.Client;

namespace Messaging.Integration.Tests.Service;

public class QueueTypeTests(RabbitMqFixture rabbitMq)
{
    private const string Queue = "fulfillment-fengchao";
    private const string Undelivered = $"{Queue}_undelivered";

    private static readonly Dictionary<string, object?> Quorum =
        new(StringComparer.Ordinal) { ["x-queue-type"] = "quorum" };

    private static readonly Dictionary<string, object?> WithLimit = new(Quorum, StringComparer.Ordinal)
    {
        ["x-delivery-limit"] = 1000,
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_queue_is_a_quorum_queue()
    {
        var address = await rabbitMq.CreateVirtualHostAsync();
        await using var world = await SimulatedWorld.StartAsync(new Uri(address));
        await using var connection = await ConnectAsync(address);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Cancellation);

        await PublishAsync(channel, "application/json", "{");
        await PublishAsync(
            channel,
            "application/vnd.masstransit+json",
            """{"messageType":["urn:message:Other:Event"],"message":{}}""");
        await world.Bus.Publish(Events.Shipped("F1"), Cancellation);
        await world.ResultsAsync(1);

        // The broker refuses a declaration that differs from what is there.
        await DeclareAsync(
            channel, Queue, new(WithLimit, StringComparer.Ordinal) { ["x-dead-letter-exchange"] = Undelivered });
        await DeclareAsync(channel, $"{Queue}_error", Bounded(WithLimit));
        await DeclareAsync(channel, $"{Queue}_skipped", Bounded(WithLimit));
        await DeclareAsync(channel, Undelivered, Bounded(Quorum));
    }

    [Fact]
    public async Task A_classic_queue_of_an_earlier_version_stays_and_holds_nothing_up()
    {
        var address = await rabbitMq.CreateVirtualHostAsync();
        await using var connection = await ConnectAsync(address);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Cancellation);
        await DeclareAsync(channel, Undelivered, arguments: null);

        await using var world = await SimulatedWorld.StartAsync(new Uri(address));
        await world.Bus.Publish(Events.Shipped("F1"), Cancellation);

        Assert.IsType<FulfillmentSucceeded>(Assert.Single(await world.ResultsAsync(1)).Result);
        await DeclareAsync(channel, Undelivered, arguments: null);
    }

    private static Dictionary<string, object?> Bounded(Dictionary<string, object?> arguments)
    {
        var bounded = new Dictionary<string, object?>(arguments, StringComparer.Ordinal);
        foreach (var (name, value) in LeftoverQueues.Bounds)
            bounded.Add(name, value);
        return bounded;
    }

    private static Task<IConnection> ConnectAsync(string address) =>
        new ConnectionFactory { Uri = new Uri(address) }.CreateConnectionAsync(Cancellation);

    private static Task<QueueDeclareOk> DeclareAsync(
        IChannel channel, string queue, Dictionary<string, object?>? arguments) =>
        channel.QueueDeclareAsync(
            queue, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: Cancellation);

    private static ValueTask PublishAsync(IChannel channel, string contentType, string body) =>
        channel.BasicPublishAsync(
            "", Queue, mandatory: true, new BasicProperties { ContentType = contentType },
            Encoding.UTF8.GetBytes(body), Cancellation);
}
