using MassTransit;
using Messaging.Contracts;

namespace Seller;

/// <summary>Publishes order events.</summary>
public static class OrderPublisher
{
    /// <summary>
    /// Returns when the broker has the event, persistent and in a queue. When this throws, publish the same event
    /// again, with the same EventId: it is answered once.
    /// </summary>
    /// <param name="bus">The bus.</param>
    /// <param name="order">The order event.</param>
    public static async Task PublishAsync(IPublishEndpoint bus, IOrderEvent order)
    {
        await bus.Publish(order, order.GetType(), context =>
        {
            context.MessageId = order.EventId;
            // Without this, an event for which no queue is bound yet is confirmed and dropped.
            context.Mandatory = true;
        });
        Console.WriteLine($"confirmed {order.EventId}");
    }
}
