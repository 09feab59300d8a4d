using MassTransit;
using Messaging.Contracts;

namespace Messaging.Demo;

/// <summary>Consumes the results, as the seller's system would.</summary>
internal sealed class DemoResults(DemoTracker tracker) : IConsumer<FulfillmentSucceeded>, IConsumer<FulfillmentFailed>
{
    public Task Consume(ConsumeContext<FulfillmentSucceeded> context)
    {
        tracker.Received(context.Message);
        return Task.CompletedTask;
    }

    public Task Consume(ConsumeContext<FulfillmentFailed> context)
    {
        tracker.Received(context.Message);
        return Task.CompletedTask;
    }
}
