using MassTransit;
using Messaging.Contracts;

namespace Seller;

/// <summary>Takes both results; the bus tells one from the other.</summary>
/// <param name="orders">What is known of the orders.</param>
public sealed class ResultConsumer(Orders orders) : IConsumer<FulfillmentSucceeded>, IConsumer<FulfillmentFailed>
{
    /// <inheritdoc/>
    public Task Consume(ConsumeContext<FulfillmentSucceeded> context)
    {
        orders.Apply(context.Message, "succeeded");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task Consume(ConsumeContext<FulfillmentFailed> context)
    {
        orders.Apply(context.Message, $"failed ({context.Message.Reason})");
        return Task.CompletedTask;
    }
}

/// <summary>
/// Plain results (<c>Bus:Output=Json</c>) are read beside envelopes. Not with <c>AnyMessageType</c>, which is the
/// default: every result would be taken for both.
/// </summary>
public sealed class ResultConsumerDefinition : ConsumerDefinition<ResultConsumer>
{
    /// <inheritdoc/>
    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<ResultConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        endpointConfigurator.UseRawJsonDeserializer(RawSerializerOptions.AddTransportHeaders);
        if (endpointConfigurator is IRabbitMqReceiveEndpointConfigurator rabbit)
            rabbit.SetQuorumQueue();
    }
}
