using MassTransit;
using MassTransit.RabbitMqTransport;

namespace Messaging.Fulfillment.Intake.RabbitMq;

/// <summary>Has the queues beside a vendor's declared by <see cref="LeftoverQueues"/>.</summary>
internal sealed class LeftoverQueuesFilter(string queue) : IFilter<ChannelContext>
{
    public Task Send(ChannelContext context, IPipe<ChannelContext> next) =>
        next.Send(new LeftoverQueues(context, queue));

    public void Probe(ProbeContext context) => context.CreateFilterScope("leftoverQueues");
}
