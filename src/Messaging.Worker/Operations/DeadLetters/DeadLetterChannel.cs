using System.Globalization;
using System.Runtime.CompilerServices;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Messaging.Worker.Operations.DeadLetters;

/// <summary>
/// Looks through a queue with a connection of its own. What it takes it holds until it is disposed of; then the broker
/// puts back what was neither sent on nor dropped, where it was.
/// </summary>
internal sealed class DeadLetterChannel(IConnection connection) : IAsyncDisposable
{
    /// <summary>
    /// Being looked at is a delivery. A quorum queue drops a message after a number of them: RabbitMQ 4 after 20 unless
    /// the queue says otherwise. One that comes near is put into its queue anew.
    /// </summary>
    private const int MostDeliveries = 10;

    private const string DeliveryCount = "x-delivery-count";
    private IChannel? _channel;

    public async ValueTask DisposeAsync()
    {
        if (_channel is not null)
            await _channel.DisposeAsync();
        await connection.DisposeAsync();
    }

    /// <summary>How many messages are in a queue; null where it does not exist.</summary>
    public async Task<uint?> CountAsync(string queue, CancellationToken cancellationToken)
    {
        // The broker closes the channel on which a queue is asked for that is not there.
        await using var asking = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        try
        {
            return (await asking.QueueDeclarePassiveAsync(queue, cancellationToken)).MessageCount;
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return null;
        }
    }

    /// <summary>Takes up to <paramref name="limit"/> messages, the oldest first, and holds them.</summary>
    public async IAsyncEnumerable<BasicGetResult> TakeAsync(
        string queue,
        uint limit,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // With confirms: what is published has been taken by the broker once the call returns.
        _channel = await connection.CreateChannelAsync(new(true, true), cancellationToken);
        for (var i = 0u; i < limit; i++)
        {
            if (await _channel.BasicGetAsync(queue, autoAck: false, cancellationToken) is not { } message)
                yield break;
            yield return message;
        }
    }

    /// <summary>Puts a message into its queue anew, at the end, where looking at it will drop it before long.</summary>
    public async Task RenewAsync(string queue, BasicGetResult message, CancellationToken cancellationToken)
    {
        if (message.BasicProperties.Headers?.TryGetValue(DeliveryCount, out var count) is true
            && Convert.ToInt64(count, CultureInfo.InvariantCulture) >= MostDeliveries)
        {
            await PublishAsync(queue, message, header => header is DeliveryCount, cancellationToken);
        }
    }

    /// <summary>Sends a message again, without what bus and broker said of it.</summary>
    public Task SendAsync(string exchange, BasicGetResult message, CancellationToken cancellationToken) =>
        PublishAsync(exchange, message, DeadLetterHeaders.IsOfFault, cancellationToken);

    public ValueTask DropAsync(BasicGetResult message, CancellationToken cancellationToken) =>
        _channel!.BasicAckAsync(message.DeliveryTag, multiple: false, cancellationToken);

    /// <summary>
    /// First the broker has it there, then it is taken away here: who dies in between leaves it in both places, and an
    /// order event that comes twice is recognised.
    /// </summary>
    private async Task PublishAsync(
        string exchange, BasicGetResult message, Predicate<string> isLeftOut, CancellationToken cancellationToken)
    {
        var properties = new BasicProperties(message.BasicProperties)
        {
            DeliveryMode = DeliveryModes.Persistent,
            Headers = message.BasicProperties.Headers?
                .Where(header => !isLeftOut(header.Key))
                .ToDictionary(StringComparer.Ordinal),
        };
        // The broker takes a message under the name of whoever is connected only.
        properties.ClearUserId();
        await _channel!.BasicPublishAsync(exchange, "", mandatory: true, properties, message.Body, cancellationToken);
        await DropAsync(message, cancellationToken);
    }
}
