using System.Text.Json;
using System.Text.Json.Serialization;
using MassTransit;
using Messaging.Contracts;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Messaging.Chaos.Orders;

/// <summary>
/// Publishes order events as a seller's system without .NET would: plain JSON, with confirms, and again with the same
/// id when a confirm does not come.
/// </summary>
public sealed class OrderPublisher(string brokerAddress) : IAsyncDisposable
{
    private const int MaxTogether = 100;
    private static readonly TimeSpan ConfirmTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly ConnectionFactory _factory =
        new() { Uri = new Uri(brokerAddress), AutomaticRecoveryEnabled = false };
    private readonly SemaphoreSlim _opening = new(1, 1);
    private IConnection? _connection;
    private IChannel? _channel;

    /// <summary>Publishes events, spread evenly over a time; returns when the broker has confirmed them all.</summary>
    public async Task PublishAsync(
        IReadOnlyList<IOrderEvent> events, TimeSpan over, CancellationToken cancellationToken = default)
    {
        var started = TimeProvider.System.GetTimestamp();
        for (var done = 0; done < events.Count;)
        {
            var elapsed = TimeProvider.System.GetElapsedTime(started);
            var due = over <= elapsed ? events.Count : (int)(events.Count * (elapsed / over));
            var some = events.Skip(done).Take(Math.Min(due - done, MaxTogether)).ToList();
            if (some.Count == 0)
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
            await Task.WhenAll(some.Select(e => PublishAsync(e, cancellationToken)));
            done += some.Count;
        }
    }

    /// <summary>The exchange that an event is published on.</summary>
    public static string GetExchange(IOrderEvent orderEvent)
    {
        ArgumentNullException.ThrowIfNull(orderEvent);
        return ((EntityNameAttribute)Attribute.GetCustomAttribute(orderEvent.GetType(), typeof(EntityNameAttribute))!)
            .EntityName;
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        _opening.Dispose();
    }

    private async Task PublishAsync(IOrderEvent orderEvent, CancellationToken cancellationToken)
    {
        var type = orderEvent.GetType();
        var exchange = GetExchange(orderEvent);
        var properties = new BasicProperties
        {
            ContentType = "application/json",
            DeliveryMode = DeliveryModes.Persistent,
            MessageId = orderEvent.EventId.ToString(),
        };
        var body = JsonSerializer.SerializeToUtf8Bytes(orderEvent, type, Json);
        while (true)
        {
            IChannel? channel = null;
            try
            {
                channel = await OpenAsync(cancellationToken);
                await channel.BasicPublishAsync(exchange, "", mandatory: true, properties, body, cancellationToken)
                    .AsTask().WaitAsync(ConfirmTimeout, TimeProvider.System, cancellationToken);
                return;
            }
            catch (Exception e) when (
                e is RabbitMQClientException or IOException or TimeoutException or ObjectDisposedException)
            {
                // A channel that met a queue's leader in its last moment refuses all that comes after.
                Interlocked.CompareExchange(ref _channel, null, channel);
                await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            }
        }
    }

    private async Task<IChannel> OpenAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (_channel is { IsOpen: true })
                return _channel;
            if (_connection is not null)
                await _connection.DisposeAsync();
            _connection = await _factory.CreateConnectionAsync(cancellationToken);
            return _channel =
                await _connection.CreateChannelAsync(new CreateChannelOptions(true, true), cancellationToken);
        }
        finally
        {
            _opening.Release();
        }
    }
}
