using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Messaging.Testing.Contracts;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Messaging.Integration.Tests.Service;

/// <summary>Like a program in another language: it uses exchanges, queues and JSON, without MassTransit.</summary>
internal sealed class RawClient : IAsyncDisposable
{
    private readonly IConnection _connection;
    private readonly IChannel _channel;

    private RawClient(IConnection connection, IChannel channel)
    {
        _connection = connection;
        _channel = channel;
    }

    public ConcurrentQueue<Message> Results { get; } = [];

    public static async Task<RawClient> ConnectAsync(string address)
    {
        var connection = await new ConnectionFactory { Uri = new(address) }.CreateConnectionAsync();
        var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        return new(connection, channel);
    }

    /// <summary>Binds a queue of its own to both results.</summary>
    public async Task SubscribeAsync()
    {
        await _channel.QueueDeclareAsync("my-results", durable: true, exclusive: false, autoDelete: false);
        foreach (var exchange in new[] { "fulfillment-succeeded", "fulfillment-failed" })
            await _channel.QueueBindAsync("my-results", exchange, "");

        var consumer = new AsyncEventingBasicConsumer(_channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            Results.Enqueue(Message.From(delivery.Exchange, delivery.BasicProperties, delivery.Body));
            return Task.CompletedTask;
        };
        await _channel.BasicConsumeAsync("my-results", autoAck: true, consumer);
    }

    public async Task PublishAsync(
        string exchange,
        string body,
        string? contentType = null,
        IDictionary<string, object?>? headers = null,
        string? messageId = null,
        string? correlationId = null) =>
        await _channel.BasicPublishAsync(
            exchange,
            "",
            mandatory: true,
            new BasicProperties
            {
                ContentType = contentType,
                Persistent = true,
                Headers = headers,
                MessageId = messageId,
                CorrelationId = correlationId,
            },
            Encoding.UTF8.GetBytes(body));

    /// <summary>Publishes a message again as it came.</summary>
    public Task RepeatAsync(Message message) => PublishAsync(
        message.Exchange,
        message.Body,
        message.ContentType,
        message.Headers.ToDictionary(pair => pair.Key, pair => (object?)pair.Value, StringComparer.Ordinal),
        message.MessageId);

    public Task DeclareExchangeAsync(string name) =>
        _channel.ExchangeDeclareAsync(name, ExchangeType.Fanout, durable: true);

    /// <summary>Declares a queue and binds it.</summary>
    public async Task BindAsync(string queue, string exchange)
    {
        await _channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false);
        await _channel.QueueBindAsync(queue, exchange, "");
    }

    /// <summary>Whether somebody reads a queue.</summary>
    public async Task<bool> IsConsumedAsync(string queue)
    {
        try
        {
            await using var channel = await _connection.CreateChannelAsync();
            return (await channel.QueueDeclarePassiveAsync(queue)).ConsumerCount > 0;
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException)
        {
            return false;
        }
    }

    public async Task<Message?> TakeAsync(string queue)
    {
        try
        {
            await using var channel = await _connection.CreateChannelAsync();
            return await channel.BasicGetAsync(queue, autoAck: true) is { } got
                ? Message.From(got.Exchange, got.BasicProperties, got.Body)
                : null;
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException)
        {
            return null; // The queue is declared with its first message.
        }
    }

    public async Task<uint> CountAsync(string queue) => await _channel.MessageCountAsync(queue);

    /// <summary>Disconnects; every result that came has to be as its schema says.</summary>
    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
        Assert.Empty(Results.SelectMany(
            result => ContractSchemas.FindViolations(result.Exchange, result.ContentType, result.Body)));
    }

    internal sealed record Message(
        string Exchange,
        string? ContentType,
        string? MessageId,
        string? CorrelationId,
        string Body,
        IReadOnlyDictionary<string, string> Headers)
    {
        public JsonElement Json => JsonDocument.Parse(Body).RootElement;

        public static Message From(string exchange, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body) =>
            new(
            exchange,
            properties.ContentType,
            properties.MessageId,
            properties.CorrelationId,
            Encoding.UTF8.GetString(body.Span),
            (properties.Headers ?? new Dictionary<string, object?>(StringComparer.Ordinal)).ToDictionary(
                header => header.Key,
                header => header.Value is byte[] text ? Encoding.UTF8.GetString(text) : $"{header.Value}",
                StringComparer.Ordinal));
    }
}
