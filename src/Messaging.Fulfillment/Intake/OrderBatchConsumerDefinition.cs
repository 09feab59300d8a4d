using MassTransit;
using MassTransit.Configuration;
using MassTransit.Middleware;
using Messaging.Contracts;
using Messaging.Fulfillment.Vendors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Intake;

/// <summary>The queue of a vendor: its name, its kind, its limits, what it takes, and where goes what cannot be read.</summary>
internal sealed class OrderBatchConsumerDefinition<TEvent> : ConsumerDefinition<OrderBatchConsumer<TEvent>>
    where TEvent : class, IOrderEvent
{
    /// <summary>
    /// Deliveries after which RabbitMQ moves a message aside. Messages are acknowledged once the ledger has them, so only a worker that dies
    /// again and again before its ledger can be reached comes near; RabbitMQ's own default of 20 would drop orders in a bad night.
    /// </summary>
    private const int DeliveryLimit = 1000;

    private readonly string _queue;
    private readonly VendorLimits _limits;

    public OrderBatchConsumerDefinition(IVendorAdapter<TEvent> adapter, VendorSettings<TEvent> settings, IStartupValidator allSettings)
    {
        // A host makes its bus before it checks its settings: the first section that is wrong would hide the others.
        allSettings.Validate();
        EndpointName = _queue = OrderQueue.Of(adapter.Vendor);
        _limits = settings.Current;
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<OrderBatchConsumer<TEvent>> consumerConfigurator,
        IRegistrationContext context)
    {
        endpointConfigurator.PrefetchCount = _limits.BatchSize * _limits.ConcurrentBatches;
        consumerConfigurator.Options<BatchOptions>(batch => batch
            .SetMessageLimit(_limits.BatchSize)
            .SetConcurrencyLimit(_limits.ConcurrentBatches)
            .SetTimeLimit(_limits.BatchTimeLimit)
            .SetTimeLimitStart(BatchTimeLimitStart.FromFirst));

        // Plain JSON beside envelopes, whatever the content type says; there is one message type on this queue.
        endpointConfigurator.UseRawJsonDeserializer(RawSerializerOptions.AnyMessageType, isDefault: true);
        endpointConfigurator.ConfigureDeadLetter(skipped =>
        {
            skipped.UseFilter(new MisroutedMessageFilter<TEvent>(context));
            skipped.UseFilter(new DeadLetterTransportFilter());
        });
        endpointConfigurator.ConfigureError(error =>
        {
            error.UseFilter(new UnreadableMessageFilter<TEvent>(context));
            error.UseFilter(new ErrorTransportFilter());
        });
        endpointConfigurator.AddPipeSpecification(
            new FilterPipeSpecification<ConsumeContext<TEvent>>(new OrderIdentityFilter<TEvent>()));
        endpointConfigurator.AddPipeSpecification(
            new FilterPipeSpecification<ConsumeContext<TEvent>>(context.GetRequiredService<Backlog<TEvent>>()));

        if (endpointConfigurator is IRabbitMqReceiveEndpointConfigurator rabbit)
        {
            rabbit.SetQuorumQueue();
            rabbit.SetQueueArgument("x-delivery-limit", DeliveryLimit);
            rabbit.BindDeadLetterQueue($"{_queue}_undelivered");
            rabbit.ConfigureChannel(channel => channel.UseFilter(new GatheredAcksFilter(context.GetRequiredService<TimeProvider>())));
        }
    }
}
