using System.Collections.Concurrent;
using MassTransit;
using Messaging.Contracts;

namespace Messaging.Fulfillment.Testing;

/// <summary>Records every result.</summary>
internal sealed class ResultSubscriber(
    ConcurrentQueue<ReceivedResult> results) : IConsumer<FulfillmentSucceeded>, IConsumer<FulfillmentFailed>
{
    public Task Consume(ConsumeContext<FulfillmentSucceeded> context) => Remember(context, context.Message);

    public Task Consume(ConsumeContext<FulfillmentFailed> context) => Remember(context, context.Message);

    private Task Remember(ConsumeContext context, IFulfillmentResult result)
    {
        results.Enqueue(
            new(result, context.MessageId, context.CorrelationId, context.Headers.Get<string>("MT-Activity-Id")));
        return Task.CompletedTask;
    }
}
