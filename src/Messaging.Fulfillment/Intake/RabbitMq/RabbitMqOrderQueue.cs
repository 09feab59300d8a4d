using MassTransit;
using MassTransit.RabbitMqTransport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Intake.RabbitMq;

/// <summary>What only RabbitMQ's queues need.</summary>
internal static class RabbitMqOrderQueue
{
    /// <summary>
    /// Deliveries after which RabbitMQ moves a message aside. Messages are acknowledged once the ledger has them, so
    /// only a worker that dies again and again before its ledger can be reached comes near; RabbitMQ's own default of
    /// 20 would drop orders in a bad night.
    /// </summary>
    private const int DeliveryLimit = 1000;

    /// <summary>
    /// Makes a queue a quorum queue with a delivery limit and acknowledgements that are sent together; others stay as
    /// they are.
    /// </summary>
    public static void Configure(IReceiveEndpointConfigurator endpoint, string queue, IServiceProvider services)
    {
        if (endpoint is not IRabbitMqReceiveEndpointConfigurator rabbit)
            return;
        rabbit.SetQuorumQueue();
        rabbit.SetQueueArgument("x-delivery-limit", DeliveryLimit);
        var undelivered = $"{queue}_undelivered";
        rabbit.DeadLetterExchange = undelivered;
        var time = services.GetRequiredService<TimeProvider>();
        rabbit.ConfigureChannel(channel =>
        {
            channel.UseFilter(new EndpointRetryFilter(time));
            channel.UseFilter(new ResultExchangesFilter());
            channel.UseFilter(new UndeliveredQueueFilter(
                undelivered, services.GetRequiredService<ILogger<UndeliveredQueueFilter>>()));
            channel.UseFilter(new LeftoverQueuesFilter(queue));
            channel.UseFilter(new AckCoalescerFilter(time));
        });
    }

    /// <summary>
    /// Has the broker itself move a message to the queue of what was not delivered; false where it is another transport
    /// that has to move it.
    /// </summary>
    public static async Task<bool> TryRejectAsync(ReceiveContext message)
    {
        if (!message.TryGetPayload(out RabbitMqBasicConsumeContext? delivery)
            || !message.TryGetPayload(out ChannelContext? channel)
            || !channel.TryGetPayload(out AckCoalescer? acks))
        {
            return false;
        }

        await acks.RejectAsync(delivery.DeliveryTag);
        return true;
    }
}
