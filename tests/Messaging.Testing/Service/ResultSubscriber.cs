using System.Collections.Concurrent;
using MassTransit;
using Messaging.Contracts;
using Messaging.Testing.Contracts;

namespace Messaging.Testing.Service;

internal sealed class ResultSubscriber(
    ConcurrentQueue<ReceivedResult> results) : IConsumer<FulfillmentSucceeded>, IConsumer<FulfillmentFailed>
{
    public Task Consume(ConsumeContext<FulfillmentSucceeded> context) =>
        Remember(context, context.Message, "fulfillment-succeeded");

    public Task Consume(ConsumeContext<FulfillmentFailed> context) =>
        Remember(context, context.Message, "fulfillment-failed");

    private Task Remember(ConsumeContext context, IFulfillmentResult result, string exchange)
    {
        var message = context.ReceiveContext;
        var trace = context.Headers.Get<string>("MT-Activity-Id");
        results.Enqueue(new(result, context.MessageId, context.CorrelationId, trace)
        {
            Violations = ContractSchemas.FindViolations(
                exchange, message.ContentType?.MediaType, message.Body.GetString()),
        });
        return Task.CompletedTask;
    }
}

/// <summary>Takes envelopes, and plain results by the type that their header names.</summary>
internal sealed class ResultSubscriberDefinition : ConsumerDefinition<ResultSubscriber>
{
    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<ResultSubscriber> consumerConfigurator,
        IRegistrationContext context) =>
        endpointConfigurator.UseRawJsonDeserializer(RawSerializerOptions.AddTransportHeaders);
}
