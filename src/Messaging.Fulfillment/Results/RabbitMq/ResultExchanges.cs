using MassTransit;
using MassTransit.RabbitMqTransport.Topology;
using Messaging.Contracts;
using RabbitMQ.Client;

namespace Messaging.Fulfillment.Results.RabbitMq;

/// <summary>Where results go.</summary>
internal static class ResultExchanges
{
    /// <summary>The exchange that the bus publishes results of a kind to.</summary>
    public static Exchange Get<TResult>(IRabbitMqBusTopology topology)
        where TResult : class =>
        topology.Publish<TResult>().Exchange;

    /// <summary>Declares them as the bus would before it publishes.</summary>
    public static async Task DeclareAsync(
        IChannel channel, IRabbitMqBusTopology topology, CancellationToken cancellationToken)
    {
        foreach (var exchange in new[] { Get<FulfillmentSucceeded>(topology), Get<FulfillmentFailed>(topology) })
        {
            await channel.ExchangeDeclareAsync(
                exchange.ExchangeName,
                exchange.ExchangeType,
                exchange.Durable,
                exchange.AutoDelete,
                exchange.ExchangeArguments!,
                cancellationToken: cancellationToken);
        }
    }
}
