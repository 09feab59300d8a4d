using System.Collections.Concurrent;
using MassTransit;
using Messaging.Contracts;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Results;
using Messaging.Fulfillment.Results.RabbitMq;
using Messaging.Testing.Network;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Messaging.Integration.Tests.Results;

/// <summary>
/// Both ways to publish results, on a real broker, the one beside the bus across a network of its own.
/// </summary>
internal sealed class ResultScene : IAsyncDisposable
{
    private const string Queue = "seen-results";

    private readonly IBusControl _bus;
    private readonly IConnection _connection;
    private readonly IChannel _channel;

    private ResultScene(string broker, IBusControl bus, IConnection connection, IChannel channel, ResultOptions options)
    {
        (_bus, _connection, _channel) = (bus, connection, channel);
        Network = new(new Uri(broker).Port);
        var current = new FixedOptions(options);
        Bus = new(new(bus), current);
        Own = new(
            token => ConnectAsync(broker, Network.Port, token),
            new(bus),
            current,
            TimeProvider.System,
            NullLogger<RabbitMqResultTransport>.Instance);
    }

    public NetworkProxy Network { get; }

    public BusResultTransport Bus { get; }

    public RabbitMqResultTransport Own { get; }

    public IChannel Channel => _channel;

    /// <summary>What came, properties and bodies as they are on the wire.</summary>
    public ConcurrentQueue<(IReadOnlyBasicProperties Properties, byte[] Body, string Exchange)> Seen { get; } = [];

    public static async Task<ResultScene> StartAsync(string broker, ResultOptions? options = null)
    {
        var bus = MassTransit.Bus.Factory.CreateUsingRabbitMq(rabbit => rabbit.Host(new Uri(broker)));
        await bus.StartAsync();
        var connection = await ConnectAsync(broker, new Uri(broker).Port, CancellationToken.None);
        return new(broker, bus, connection, await connection.CreateChannelAsync(), options ?? new());
    }

    /// <summary>Binds a queue to both results and reads it.</summary>
    public async Task SubscribeAsync(Dictionary<string, object?>? arguments = null, bool read = true)
    {
        await _channel.QueueDeclareAsync(
            Queue, durable: true, exclusive: false, autoDelete: false, arguments: arguments);
        foreach (var exchange in new[] { "fulfillment-succeeded", "fulfillment-failed" })
        {
            await _channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true);
            await _channel.QueueBindAsync(Queue, exchange, "");
        }

        if (read)
            await ReadAsync();
    }

    public async Task ReadAsync()
    {
        var consumer = new AsyncEventingBasicConsumer(_channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            Seen.Enqueue((new BasicProperties(delivery.BasicProperties), delivery.Body.ToArray(), delivery.Exchange));
            return Task.CompletedTask;
        };
        await _channel.BasicConsumeAsync(Queue, autoAck: true, consumer);
    }

    public static ResultEvent Succeeded(string orderNo, Guid? correlationId = null) => ResultEvents.CreateSucceeded(
        Entry(orderNo, correlationId), attempts: 1, "request-1", DateTimeOffset.UnixEpoch.AddTicks(1_234_567));

    public static ResultEvent Failed(string orderNo) => ResultEvents.CreateFailed(
        Entry(orderNo, correlationId: null),
        new(
            FailureReason.RejectedByVendor,
            "Words \"with\" {all} <sorts> of 产品\n",
            CanRetry: true,
            "isv.business-failed:60110",
            "产品[ERP_1113005]库存不足"),
        attempts: 2,
        requestId: null,
        DateTimeOffset.UnixEpoch);

    public async ValueTask DisposeAsync()
    {
        await Own.DisposeAsync();
        await Network.DisposeAsync();
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
        await _bus.StopAsync();
    }

    private static OrderEntry Entry(string orderNo, Guid? correlationId) => new()
    {
        EventId = Guid.NewGuid(),
        EventType = nameof(OrderShipped),
        Vendor = "fengchao",
        Account = "main",
        OrderNo = orderNo,
        OccurredAt = DateTimeOffset.UnixEpoch,
        ReceivedAt = DateTimeOffset.UnixEpoch,
        Payload = "{}",
        CorrelationId = correlationId,
    };

    private static Task<IConnection> ConnectAsync(string broker, int port, CancellationToken cancellationToken) =>
        new ConnectionFactory
        {
            Uri = new UriBuilder(broker) { Port = port }.Uri,
            RequestedHeartbeat = TimeSpan.FromSeconds(2),
            AutomaticRecoveryEnabled = false,
        }.CreateConnectionAsync(cancellationToken);

    private sealed class FixedOptions(ResultOptions value) : IOptionsMonitor<ResultOptions>
    {
        public ResultOptions CurrentValue => value;

        public ResultOptions Get(string? name) => value;

        public IDisposable? OnChange(Action<ResultOptions, string?> listener) => null;
    }
}
