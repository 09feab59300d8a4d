using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Messaging.Fulfillment.Results.RabbitMq;

/// <summary>
/// One connection and one channel on which results are published, each confirmed by the broker. The client can keep
/// the confirms itself, at the price of a task, a header and a lock for each message. It ends at the first fault of
/// connection or channel: another is opened then.
/// </summary>
internal sealed class ResultChannel : IAsyncDisposable
{
    private static readonly CreateChannelOptions WithConfirms =
        new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false);

    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Lock _lock = new();
    private readonly ConfirmWindow _window = new();
    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private Exception? _fault;

    private ResultChannel(IConnection connection, IChannel channel)
    {
        (_connection, _channel) = (connection, channel);
        channel.BasicAcksAsync += (_, ack) => ChangeAsync(() => _window.Confirm(ack.DeliveryTag, ack.Multiple));
        channel.BasicNacksAsync += (_, nack) => ChangeAsync(() => _window.Refuse(nack.DeliveryTag, nack.Multiple));
        channel.BasicReturnAsync += (_, message) =>
            ChangeAsync(() => _window.Return(message.BasicProperties.MessageId, message.Exchange));
        channel.ChannelShutdownAsync += (_, shutdown) => ChangeAsync(() => End(new IOException(Describe(shutdown))));
    }

    /// <summary>Whether something can be published here.</summary>
    public bool IsOpen => Volatile.Read(ref _fault) is null && _channel.IsOpen;

    /// <summary>Opens a channel, and owns the connection from then on.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="declareAsync">Declares what is published to.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<ResultChannel> OpenAsync(
        IConnection connection,
        Func<IChannel, CancellationToken, Task> declareAsync,
        CancellationToken cancellationToken)
    {
        try
        {
            var channel = await connection.CreateChannelAsync(WithConfirms, cancellationToken);
            await declareAsync(channel, cancellationToken);
            return new(connection, channel);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Publishes messages together; see <see cref="PublishGroup.Settled"/> for what is returned.</summary>
    public async Task<IReadOnlyList<Exception?>> PublishAsync(
        IReadOnlyList<OutgoingResult> messages, bool mandatory, CancellationToken cancellationToken)
    {
        var group = new PublishGroup(messages);
        await _writing.WaitAsync(cancellationToken);
        try
        {
            lock (_lock)
                _window.Add(group);
            foreach (var (exchange, properties, body) in messages)
                await _channel.BasicPublishAsync(exchange, "", mandatory, properties, body, cancellationToken);
        }
        catch (Exception e)
        {
            // Whether this one has got a number is not known, and with it what the broker's next words mean.
            Change(() => End(e));
        }
        finally
        {
            _writing.Release();
        }

        // When it ended before the group was written, nobody has told the group.
        if (Volatile.Read(ref _fault) is { } fault)
            Change(() => End(fault));
        await using var giveUp = cancellationToken.UnsafeRegister(
            (_, token) => Change(() => group.GiveUp(new OperationCanceledException(token))), state: null);
        return await group.Settled;
    }

    /// <summary>Does not wait for a peer that may be silent.</summary>
    public async ValueTask DisposeAsync()
    {
        await _connection.AbortAsync(CloseTimeout);
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private static string Describe(ShutdownEventArgs shutdown) =>
        $"The channel for results ended: {shutdown.ReplyText} ({shutdown.ReplyCode}).";

    private Task ChangeAsync(Action action)
    {
        Change(action);
        return Task.CompletedTask;
    }

    private void Change(Action action)
    {
        lock (_lock)
            action();
    }

    private void End(Exception fault)
    {
        Volatile.Write(ref _fault, _fault ?? fault);
        _window.Fail(fault);
    }
}
