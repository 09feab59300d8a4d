using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Messaging.Contracts;
using Messaging.Testing.Contracts;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Messaging.Chaos.Results;

/// <summary>A subscriber with a durable queue of its own on both kinds of result. It outlives the broker.</summary>
public sealed class ResultCollector : IAsyncDisposable
{
    private const string Queue = "results";
    private const string Succeeded = "fulfillment-succeeded";
    private const string Failed = "fulfillment-failed";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly ConnectionFactory _factory;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Guid, ReceivedResult> _results = new();
    private readonly TaskCompletionSource _subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _running;
    private long _lastNew;

    private ResultCollector(string brokerAddress)
    {
        _factory = new() { Uri = new Uri(brokerAddress), AutomaticRecoveryEnabled = false };
        _running = RunAsync();
    }

    /// <summary>The first result of each order event.</summary>
    public IReadOnlyDictionary<Guid, ReceivedResult> Results => _results;

    /// <summary>When the last result came that was not a repeat.</summary>
    public DateTimeOffset LastNew => new(Interlocked.Read(ref _lastNew), TimeSpan.Zero);

    /// <summary>Subscribes; returns once the broker has the queue.</summary>
    public static async Task<ResultCollector> StartAsync(string brokerAddress)
    {
        var collector = new ResultCollector(brokerAddress);
        await Task.WhenAny(collector._subscribed.Task, collector._running).Unwrap();
        return collector;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await SubscribeAsync(_stop.Token);
            }
            catch (Exception e) when (e is RabbitMQClientException or IOException or TimeoutException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System, _stop.Token);
            }
        }
    }

    /// <summary>Receives until the connection is lost.</summary>
    private async Task SubscribeAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _factory.CreateConnectionAsync(cancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        await channel.QueueDeclareAsync(
            Queue, durable: true, exclusive: false, autoDelete: false,
            new Dictionary<string, object?>(StringComparer.Ordinal) { ["x-queue-type"] = "quorum" },
            cancellationToken: cancellationToken);
        foreach (var exchange in new[] { Succeeded, Failed })
        {
            await channel.ExchangeDeclareAsync(
                exchange, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken);
            await channel.QueueBindAsync(Queue, exchange, "", cancellationToken: cancellationToken);
        }

        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        channel.ChannelShutdownAsync += (_, _) =>
        {
            lost.TrySetResult();
            return Task.CompletedTask;
        };
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            Take(delivery);
            await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false, cancellationToken);
        };
        await channel.BasicQosAsync(0, 500, global: false, cancellationToken);
        await channel.BasicConsumeAsync(Queue, autoAck: false, consumer, cancellationToken);
        _subscribed.TrySetResult();
        await lost.Task.WaitAsync(cancellationToken);
    }

    private void Take(BasicDeliverEventArgs delivery)
    {
        var body = Encoding.UTF8.GetString(delivery.Body.Span);
        IFulfillmentResult result = delivery.Exchange is Succeeded
            ? JsonSerializer.Deserialize<FulfillmentSucceeded>(body, Json)!
            : JsonSerializer.Deserialize<FulfillmentFailed>(body, Json)!;
        var now = TimeProvider.System.GetUtcNow();
        var properties = delivery.BasicProperties;
        var received = new ReceivedResult(result, properties.MessageId, body, now)
        {
            Violations = ContractSchemas.FindViolations(delivery.Exchange, properties.ContentType, body),
        };
        var first = _results.GetOrAdd(result.OrderEventId, received);
        if (ReferenceEquals(first, received))
            Interlocked.Exchange(ref _lastNew, now.UtcTicks);
        else if (!first.Body.Equals(body, StringComparison.Ordinal) || first.MessageId != received.MessageId)
            first.Contradictions++;
        else if (!delivery.Redelivered)
            first.RepeatedAt.Enqueue(now);
    }
}
