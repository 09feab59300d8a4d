using MassTransit;
using MassTransit.RabbitMqTransport;
using Messaging.Contracts;

namespace Messaging.Fulfillment.Intake.RabbitMq;

/// <summary>
/// Declares the exchanges of the results before the first order is taken, so that a subscriber can bind its queue as
/// soon as the service has run once. By itself the bus declares an exchange when it first publishes to it.
/// </summary>
internal sealed class ResultExchangesFilter : IFilter<ChannelContext>
{
    public async Task Send(ChannelContext context, IPipe<ChannelContext> next)
    {
        await DeclareAsync<FulfillmentSucceeded>(context);
        await DeclareAsync<FulfillmentFailed>(context);
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("resultExchanges");

    private static Task DeclareAsync<TResult>(ChannelContext context)
        where TResult : class
    {
        var exchange = context.ConnectionContext.Topology.Publish<TResult>().Exchange;
        return context.ExchangeDeclare(
            exchange.ExchangeName,
            exchange.ExchangeType,
            exchange.Durable,
            exchange.AutoDelete,
            exchange.ExchangeArguments,
            context.CancellationToken);
    }
}
