using MassTransit.RabbitMqTransport;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Messaging.Fulfillment.Intake.RabbitMq;

/// <summary>
/// A channel that bounds what is left beside a vendor's queue: messages in <c>_error</c> and <c>_skipped</c> hold
/// personal data, and nobody may ever look at them. A queue that exists stays as it is, since
/// a broker refuses to declare one with other arguments than it has.
/// </summary>
internal sealed class LeftoverQueues(ChannelContext channel, string queue)
    : ScopeChannelContext(channel, channel.CancellationToken), ChannelContext
{
    /// <summary>
    /// The arguments that bound such a queue: two weeks for somebody to look, and a size beyond which the oldest
    /// messages go.
    /// </summary>
    public static IReadOnlyDictionary<string, object> Bounds { get; } =
        new Dictionary<string, object>(StringComparer.Ordinal)
        {
            [Headers.XMessageTTL] = (long)TimeSpan.FromDays(14).TotalMilliseconds,
            [Headers.XMaxLengthInBytes] = 128L * 1024 * 1024,
        };

    async Task<QueueDeclareOk> ChannelContext.QueueDeclare(
        string queue,
        bool durable,
        bool exclusive,
        bool autoDelete,
        IDictionary<string, object> arguments,
        CancellationToken cancellationToken)
    {
        if (IsLeftover(queue))
        {
            if (await FindAsync(queue, cancellationToken) is { } existing)
                return existing;
            arguments = Bound(arguments);
        }

        return await QueueDeclare(queue, durable, exclusive, autoDelete, arguments, cancellationToken);
    }

    private bool IsLeftover(string name) =>
        name.StartsWith(queue, StringComparison.Ordinal)
        && name[queue.Length..] is "_error" or "_skipped";

    /// <summary>
    /// On a channel of its own: the broker closes the one on which a queue is asked for that is not there.
    /// </summary>
    private async Task<QueueDeclareOk?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await using var asking =
            await ConnectionContext.Connection.CreateChannelAsync(cancellationToken: cancellationToken);
        try
        {
            return await asking.QueueDeclarePassiveAsync(name, cancellationToken);
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return null;
        }
    }

    /// <summary>
    /// The arguments are those of the vendor's queue. What is too old or too much here is to be gone, not to go to
    /// <c>_undelivered</c>.
    /// </summary>
    private static Dictionary<string, object> Bound(IDictionary<string, object> arguments)
    {
        var bounded = new Dictionary<string, object>(arguments, StringComparer.Ordinal);
        foreach (var (name, value) in Bounds)
            bounded[name] = value;
        bounded.Remove(Headers.XDeadLetterExchange);
        return bounded;
    }
}
