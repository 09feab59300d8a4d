using MassTransit;
using MassTransit.RabbitMqTransport;

namespace Messaging.Fulfillment.Intake.RabbitMq;

/// <summary>Puts an <see cref="AckCoalescer"/> between an endpoint and each channel it is given.</summary>
internal sealed class AckCoalescerFilter(TimeProvider time) : IFilter<ChannelContext>
{
    public async Task Send(ChannelContext context, IPipe<ChannelContext> next)
    {
        using var coalescer = new AckCoalescer(context, time);
        coalescer.AddOrUpdatePayload(() => coalescer, _ => coalescer);
        var sending = coalescer.RunAsync();
        try
        {
            await next.Send(coalescer);
        }
        finally
        {
            coalescer.Complete();
            await sending;
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("ackCoalescer");
}
