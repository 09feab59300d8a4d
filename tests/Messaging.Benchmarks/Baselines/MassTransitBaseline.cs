using MassTransit;
using Messaging.Benchmarks.Orders;
using Messaging.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Messaging.Benchmarks.Baselines;

/// <summary>A service as one starts it with MassTransit: one consumer on the flow's queue, and nothing else.</summary>
internal static class MassTransitBaseline
{
    /// <summary>As the documentation of batches shows it; at a limit of one there is nothing to gather.</summary>
    public static Task RunBatchesAsync<TEvent>(
        Flow flow, string broker, BaselineVendor<TEvent> vendor, CancellationToken cancellationToken)
        where TEvent : class, IOrderEvent => flow.OrdersPerCall == 1
            ? RunSinglesAsync(flow, broker, vendor, cancellationToken)
            : RunAsync<PlainBatchConsumer<TEvent>, TEvent>(
                flow,
                broker,
                vendor,
                consumer => consumer.Options<BatchOptions>(batch => batch
                    .SetMessageLimit(flow.OrdersPerCall)
                    .SetTimeLimit(BaselineProgram.TimeLimit)
                    .SetConcurrencyLimit(BaselineProgram.CallsInFlight)),
                cancellationToken);

    /// <summary>One call per order.</summary>
    public static Task RunSinglesAsync<TEvent>(
        Flow flow, string broker, BaselineVendor<TEvent> vendor, CancellationToken cancellationToken)
        where TEvent : class, IOrderEvent =>
            RunAsync<PlainConsumer<TEvent>, TEvent>(flow, broker, vendor, _ => { }, cancellationToken);

    private static Task RunAsync<TConsumer, TEvent>(
        Flow flow,
        string broker,
        BaselineVendor<TEvent> vendor,
        Action<IConsumerConfigurator<TConsumer>> configure,
        CancellationToken cancellationToken)
        where TConsumer : class, IConsumer
        where TEvent : class, IOrderEvent
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddSingleton(vendor);
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.AddConsumer<TConsumer>();
            bus.UsingRabbitMq((context, rabbit) =>
            {
                rabbit.Host(new Uri(broker));
                rabbit.ReceiveEndpoint(flow.Queue, endpoint =>
                {
                    // Plain JSON, and the queue as it was declared when the orders were put on it.
                    endpoint.UseRawJsonDeserializer(RawSerializerOptions.AnyMessageType, isDefault: true);
                    endpoint.ConfigureConsumeTopology = false;
                    endpoint.SetQuorumQueue();
                    endpoint.SetQueueArgument("x-delivery-limit", 1000);
                    endpoint.BindDeadLetterQueue($"{flow.Queue}_undelivered");
                    endpoint.PrefetchCount = Math.Max(500, flow.OrdersPerCall * BaselineProgram.CallsInFlight);
                    endpoint.ConfigureConsumer(context, configure);
                });
            });
        });
        return builder.Build().RunAsync(cancellationToken);
    }
}

/// <summary>Takes a batch, makes one call of it, publishes the results.</summary>
internal sealed class PlainBatchConsumer<TEvent>(BaselineVendor<TEvent> vendor) : IConsumer<Batch<TEvent>>
    where TEvent : class, IOrderEvent
{
    public async Task Consume(ConsumeContext<Batch<TEvent>> context)
    {
        var results =
            await vendor.CallAsync([.. context.Message.Select(message => message.Message)], context.CancellationToken);
        await context.PublishBatch(results, context.CancellationToken);
    }
}

/// <summary>
/// Takes an order event, makes a call of it, publishes the result; the vendor's limit of calls on the wire holds here
/// too.
/// </summary>
internal sealed class PlainConsumer<TEvent>(BaselineVendor<TEvent> vendor) : IConsumer<TEvent>
    where TEvent : class, IOrderEvent
{
    private static readonly SemaphoreSlim Calls = new(BaselineProgram.CallsInFlight);

    public async Task Consume(ConsumeContext<TEvent> context)
    {
        await Calls.WaitAsync(context.CancellationToken);
        FulfillmentSucceeded result;
        try
        {
            result = (await vendor.CallAsync([context.Message], context.CancellationToken))[0];
        }
        finally
        {
            Calls.Release();
        }

        await context.Publish(result, context.CancellationToken);
    }
}
