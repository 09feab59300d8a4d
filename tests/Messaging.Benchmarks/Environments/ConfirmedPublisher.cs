using RabbitMQ.Client;

namespace Messaging.Benchmarks.Environments;

/// <summary>
/// Publishes messages on a connection of its own and tracks the confirms: any number may be outstanding, and a
/// group of messages is done when the last of its confirms has come.
/// </summary>
internal sealed class ConfirmedPublisher : IAsyncDisposable
{
    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly SemaphoreSlim _publishing = new(1, 1);
    private readonly Lock _lock = new();
    private readonly Dictionary<ulong, Group> _unconfirmed = [];
    private ulong _next = 1;
    private ulong _lowest = 1;

    private ConfirmedPublisher(IConnection connection, IChannel channel) =>
        (_connection, _channel) = (connection, channel);

    public static async Task<ConfirmedPublisher> OpenAsync(string broker, CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory { Uri = new Uri(broker), AutomaticRecoveryEnabled = false };
        var connection = await factory.CreateConnectionAsync(cancellationToken);
        var options =
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false);
        var publisher =
            new ConfirmedPublisher(connection, await connection.CreateChannelAsync(options, cancellationToken));
        publisher._channel.BasicAcksAsync += (_, ack) => publisher.ConfirmAsync(ack.DeliveryTag, ack.Multiple);
        publisher._channel.BasicNacksAsync += (_, nack) => publisher.RefuseAsync(nack.DeliveryTag);
        return publisher;
    }

    /// <summary>Sends messages; the inner task ends when the broker has confirmed them all.</summary>
    public async Task<Task> SendAsync(
        string exchange,
        string routingKey,
        IReadOnlyList<OutgoingMessage> messages,
        CancellationToken cancellationToken)
    {
        var group = new Group(messages.Count);
        await _publishing.WaitAsync(cancellationToken);
        try
        {
            lock (_lock)
            {
                for (var i = 0; i < messages.Count; i++)
                    _unconfirmed.Add(_next++, group);
            }

            foreach (var message in messages)
                await _channel.BasicPublishAsync(
                    exchange, routingKey, mandatory: false, message.Properties, message.Body, cancellationToken);
        }
        finally
        {
            _publishing.Release();
        }

        return group.Confirmed;
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
        _publishing.Dispose();
    }

    private Task ConfirmAsync(ulong tag, bool multiple)
    {
        lock (_lock)
        {
            if (!multiple)
            {
                Confirm(tag);
            }
            else
            {
                for (; _lowest <= tag; _lowest++)
                    Confirm(_lowest);
            }
        }

        return Task.CompletedTask;
    }

    private void Confirm(ulong tag)
    {
        if (_unconfirmed.Remove(tag, out var group))
            group.ConfirmOne();
    }

    private Task RefuseAsync(ulong tag)
    {
        lock (_lock)
        {
            if (_unconfirmed.TryGetValue(tag, out var group))
                group.Refuse();
        }

        return Task.CompletedTask;
    }

    private sealed class Group(int size)
    {
        private readonly TaskCompletionSource _confirmed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _left = size;

        public Task Confirmed => _confirmed.Task;

        public void ConfirmOne()
        {
            if (--_left == 0)
                _confirmed.TrySetResult();
        }

        public void Refuse() =>
            _confirmed.TrySetException(new InvalidOperationException("The broker refused a message."));
    }
}
