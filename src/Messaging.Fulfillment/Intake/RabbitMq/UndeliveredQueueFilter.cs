using MassTransit;
using MassTransit.RabbitMqTransport;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Messaging.Fulfillment.Intake.RabbitMq;

/// <summary>
/// Declares the queue for messages that were delivered too often, on a channel of its own: one that exists with other
/// arguments, or whose node is away, is left as it is. Declared with the order queue it would keep that from being
/// read.
/// </summary>
internal sealed partial class UndeliveredQueueFilter(string name, ILogger<UndeliveredQueueFilter> logger)
    : IFilter<ChannelContext>
{
    private static readonly Dictionary<string, object?> Arguments =
        new(LeftoverQueues.Bounds!, StringComparer.Ordinal) { ["x-queue-type"] = "quorum" };

    public async Task Send(ChannelContext context, IPipe<ChannelContext> next)
    {
        await using (var channel = await context.ConnectionContext.CreateChannel(null, context.CancellationToken))
        {
            try
            {
                await DeclareAsync(channel, context.CancellationToken);
            }
            catch (OperationInterruptedException e) when (
                e.ShutdownReason?.ReplyCode is Constants.PreconditionFailed or Constants.NotFound)
            {
                LogLeft(name, e.ShutdownReason.ReplyText);
            }
        }

        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("undelivered-queue");

    private async Task DeclareAsync(IChannel channel, CancellationToken cancellationToken)
    {
        await channel.ExchangeDeclareAsync(
            name, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken);
        await channel.QueueDeclareAsync(
            name, durable: true, exclusive: false, autoDelete: false, Arguments, cancellationToken: cancellationToken);
        await channel.QueueBindAsync(name, name, "", cancellationToken: cancellationToken);
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The queue {Queue} stays as it is, perhaps on one node and without bounds; delete it when it is "
            + "empty, and the next start makes it anew. {Reason}")]
    private partial void LogLeft(string queue, string reason);
}
