using MassTransit;
using MassTransit.RabbitMqTransport;
using Messaging.Fulfillment.Results.RabbitMq;

namespace Messaging.Fulfillment.Intake.RabbitMq;

/// <summary>
/// Declares the exchanges of the results before the first order is taken, so that a subscriber can bind its queue as
/// soon as the service has run once. By itself the bus declares an exchange when it first publishes to it.
/// </summary>
internal sealed class ResultExchangesFilter : IFilter<ChannelContext>
{
    public async Task Send(ChannelContext context, IPipe<ChannelContext> next)
    {
        await ResultExchanges.DeclareAsync(
            context.Channel, context.ConnectionContext.Topology, context.CancellationToken);
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("resultExchanges");
}
