using System.Collections.Concurrent;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Messaging.Benchmarks.Environments;

/// <summary>Receives results and records which order event each one answers, and when.</summary>
internal sealed class ResultReader : IAsyncDisposable
{
    private readonly IChannel _channel;
    private readonly ConcurrentQueue<ReceivedResult> _results = new();

    private ResultReader(IChannel channel) => _channel = channel;

    /// <summary>The results, in the order of their arrival.</summary>
    public IReadOnlyCollection<ReceivedResult> Results => _results;

    public static async Task<ResultReader> StartAsync(
        IConnection connection, string queue, CancellationToken cancellationToken)
    {
        var reader = new ResultReader(await connection.CreateChannelAsync(cancellationToken: cancellationToken));
        var consumer = new AsyncEventingBasicConsumer(reader._channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            reader._results.Enqueue(Read(delivery));
            return Task.CompletedTask;
        };
        await reader._channel.BasicConsumeAsync(queue, autoAck: true, consumer, cancellationToken);
        return reader;
    }

    public ValueTask DisposeAsync() => _channel.DisposeAsync();

    private static ReceivedResult Read(BasicDeliverEventArgs delivery)
    {
        var at = TimeProvider.System.GetTimestamp();
        using var json = JsonDocument.Parse(delivery.Body);
        return new(
            json.RootElement.GetProperty("message").GetProperty("orderEventId").GetGuid(),
            delivery.Exchange.Equals(TrialEnvironment.Succeeded, StringComparison.Ordinal),
            json.RootElement.GetProperty("sentTime").GetDateTimeOffset(),
            at);
    }
}
