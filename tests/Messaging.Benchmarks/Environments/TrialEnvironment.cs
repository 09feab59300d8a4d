using Messaging.Benchmarks.Orders;
using RabbitMQ.Client;

namespace Messaging.Benchmarks.Environments;

/// <summary>
/// The broker's side of one measurement: the flow's queue as the service declares it, and a queue that is bound to the
/// results before anything starts. Nothing consumes the results while the clock runs: they are counted by the depth of
/// their queue, and read afterwards.
/// </summary>
internal sealed class TrialEnvironment : IAsyncDisposable
{
    public const string Succeeded = "fulfillment-succeeded";
    public const string Failed = "fulfillment-failed";
    private const string Results = "results";
    private const int PreloadTogether = 1000;

    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("messaging-benchmark-");

    private TrialEnvironment(
        ServerEnvironment servers,
        Flow flow,
        IReadOnlyList<Seller> sellers,
        string broker,
        IConnection connection,
        IChannel channel) =>
        (Servers, Flow, Sellers, Broker, _connection, _channel) = (servers, flow, sellers, broker, connection, channel);

    public ServerEnvironment Servers { get; }

    public Flow Flow { get; }

    public IReadOnlyList<Seller> Sellers { get; }

    /// <summary>The connection string of the virtual host.</summary>
    public string Broker { get; }

    /// <summary>For a contestant's files; removed with the environment.</summary>
    public string Folder => _folder.FullName;

    public static async Task<TrialEnvironment> OpenAsync(
        ServerEnvironment servers,
        Flow flow,
        IReadOnlyList<Seller> sellers,
        string broker,
        CancellationToken cancellationToken)
    {
        var connection = await new ConnectionFactory { Uri = new Uri(broker) }.CreateConnectionAsync(cancellationToken);
        var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        var undelivered = $"{flow.Queue}_undelivered";
        await DeclareAsync(channel, flow.Queue, new()
        {
            ["x-queue-type"] = "quorum",
            ["x-delivery-limit"] = 1000,
            ["x-dead-letter-exchange"] = undelivered,
        });
        await DeclareAsync(channel, Results, new() { ["x-queue-type"] = "quorum" });
        foreach (var exchange in new[] { Succeeded, Failed })
        {
            await channel.ExchangeDeclareAsync(
                exchange, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken);
            await channel.QueueBindAsync(Results, exchange, "", cancellationToken: cancellationToken);
        }

        return new(servers, flow, sellers, broker, connection, channel);
    }

    public Task<ConfirmedPublisher> OpenPublisherAsync(CancellationToken cancellationToken) =>
        ConfirmedPublisher.OpenAsync(Broker, cancellationToken);

    /// <summary>Puts order events on the queue; returns when the broker has confirmed them all.</summary>
    /// <returns>The order events' ids, each with its seller.</returns>
    public async Task<Dictionary<Guid, Seller>> PreloadAsync(
        IEnumerable<SampleOrder> orders, CancellationToken cancellationToken)
    {
        await using var publisher = await OpenPublisherAsync(cancellationToken);
        var published = new Dictionary<Guid, Seller>();
        var previous = Task.CompletedTask;
        foreach (var some in orders.Chunk(PreloadTogether))
        {
            var confirmed = await publisher.SendAsync("", Flow.Queue, [.. some.Select(Message)], cancellationToken);
            foreach (var order in some)
                published.Add(order.EventId, order.Seller);
            await previous.WaitAsync(cancellationToken);
            previous = confirmed;
        }

        await previous.WaitAsync(cancellationToken);
        return published;
    }

    /// <summary>An order event as a seller's system publishes it.</summary>
    public static OutgoingMessage Message(SampleOrder order) => new(
        new BasicProperties
        {
            ContentType = "application/json",
            DeliveryMode = DeliveryModes.Persistent,
            MessageId = order.EventId.ToString(),
        },
        order.Body);

    /// <summary>The number of order events that were not delivered yet.</summary>
    public Task<long> CountWaitingAsync(CancellationToken cancellationToken) =>
        CountAsync(Flow.Queue, cancellationToken);

    /// <summary>The number of results so far.</summary>
    public Task<long> CountResultsAsync(CancellationToken cancellationToken) => CountAsync(Results, cancellationToken);

    /// <summary>Receives results, those that are there and those to come, until disposed.</summary>
    public Task<ResultReader> ReadResultsAsync(CancellationToken cancellationToken) =>
        ResultReader.StartAsync(_connection, Results, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _channel.QueueDeleteAsync(Flow.Queue);
        await _channel.QueueDeleteAsync(Results);
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<long> CountAsync(string queue, CancellationToken cancellationToken) =>
        (await _channel.QueueDeclarePassiveAsync(queue, cancellationToken)).MessageCount;

    private static Task<QueueDeclareOk> DeclareAsync(
        IChannel channel, string queue, Dictionary<string, object?> arguments) =>
        channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments);
}
