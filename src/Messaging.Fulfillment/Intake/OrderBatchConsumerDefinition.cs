using MassTransit;
using MassTransit.Configuration;
using MassTransit.Middleware;
using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch;
using Messaging.Fulfillment.Intake.RabbitMq;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Vendors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Intake;

/// <summary>
/// The queue of a vendor: its name, limits and message formats, and what becomes of messages that cannot be read.
/// </summary>
internal sealed class OrderBatchConsumerDefinition<TEvent> : ConsumerDefinition<OrderBatchConsumer<TEvent>>
    where TEvent : class, IOrderEvent
{
    private readonly string _queue;
    private readonly VendorLimits _limits;

    public OrderBatchConsumerDefinition(
        IVendorAdapter<TEvent> adapter, VendorSettings<TEvent> settings, IStartupValidator allSettings)
    {
        // A host builds its bus before it validates its settings: the first invalid section would hide the others.
        allSettings.Validate();
        EndpointName = _queue = OrderQueue.GetName(adapter.Vendor);
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
        var unreadable = new Lazy<UnreadableMessages<TEvent>>(
            context.GetRequiredService<UnreadableMessages<TEvent>>);
        endpointConfigurator.ConfigureReceive(receive => receive.UseFilter(new IntakeGuard<TEvent>(
            context.GetRequiredService<IOptionsMonitor<IntakeOptions>>(), unreadable)));
        endpointConfigurator.ConfigureError(
            error => error.UseFilter(new UnreadableMessageFilter<TEvent>(unreadable)));
        endpointConfigurator.ConfigureDeadLetter(skipped =>
        {
            skipped.UseFilter(new MisroutedMessageFilter<TEvent>(context));
            skipped.UseFilter(new DeadLetterTransportFilter());
        });
        endpointConfigurator.AddPipeSpecification(
            new FilterPipeSpecification<ConsumeContext<TEvent>>(new IncomingOrderFilter<TEvent>(
                context.GetRequiredService<IVendorAdapter<TEvent>>(),
                context.GetRequiredService<VendorSettings<TEvent>>(),
                context.GetRequiredService<LedgerTime>())));
        endpointConfigurator.AddPipeSpecification(
            new FilterPipeSpecification<ConsumeContext<TEvent>>(
                new BacklogFilter<TEvent>(context.GetRequiredService<Backlog<TEvent>>())));

        RabbitMqOrderQueue.Configure(endpointConfigurator, _queue, context);
    }
}
