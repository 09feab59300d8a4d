using MassTransit;
using Messaging.Contracts;

namespace Messaging.Demo;

/// <summary>Takes the results, as the seller's system would.</summary>
internal sealed class DemoResults(DemoTally tally) : IConsumer<FulfillmentSucceeded>, IConsumer<FulfillmentFailed>
{
    public Task Consume(ConsumeContext<FulfillmentSucceeded> context)
    {
        tally.Received(context.Message);
        return Task.CompletedTask;
    }

    public Task Consume(ConsumeContext<FulfillmentFailed> context)
    {
        tally.Received(context.Message);
        return Task.CompletedTask;
    }
}
