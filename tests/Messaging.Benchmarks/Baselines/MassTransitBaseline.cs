using MassTransit;
using Messaging.Benchmarks.Baselines.Ledgers;
using Messaging.Benchmarks.Orders;
using Messaging.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Messaging.Benchmarks.Baselines;

/// <summary>A minimal MassTransit service: one consumer on the flow's queue, and nothing else.</summary>
internal static class MassTransitBaseline
{
    /// <summary>As MassTransit's documentation shows batches; without one at a limit of one order per call.</summary>
    public static Task RunBatchesAsync<TEvent>(
        Flow flow, string broker, BaselineVendor<TEvent> vendor, CancellationToken cancellationToken)
        where TEvent : class, IOrderEvent => flow.OrdersPerCall == 1
            ? RunSinglesAsync(flow, broker, vendor, cancellationToken)
            : RunAsync<PlainBatchConsumer<TEvent>, TEvent>(
                flow,
                broker,
                vendor,
                consumer => ConfigureBatches(consumer, flow),
                cancellationToken);

    /// <summary>As a good team writes it: a batch consumer with an inbox, an outbox and a relay.</summary>
    public static async Task RunWithOutboxAsync<TEvent>(
        Flow flow,
        string broker,
        BaselineVendor<TEvent> vendor,
        MessageTables tables,
        CancellationToken cancellationToken)
        where TEvent : class, IOrderEvent => await RunAsync<OutboxBatchConsumer<TEvent>, TEvent>(
            flow,
            broker,
            vendor,
            consumer => ConfigureBatches(consumer, flow),
            cancellationToken,
            services => services
                .AddSingleton(tables)
                .AddSingleton<OutboxSignal>()
                .AddHostedService<OutboxPublisher>());

    /// <summary>One call per order.</summary>
    public static Task RunSinglesAsync<TEvent>(
        Flow flow, string broker, BaselineVendor<TEvent> vendor, CancellationToken cancellationToken)
        where TEvent : class, IOrderEvent =>
            RunAsync<PlainConsumer<TEvent>, TEvent>(flow, broker, vendor, _ => { }, cancellationToken);

    private static void ConfigureBatches<TConsumer>(IConsumerConfigurator<TConsumer> consumer, Flow flow)
        where TConsumer : class, IConsumer => consumer.Options<BatchOptions>(batch => batch
            .SetMessageLimit(flow.OrdersPerCall)
            .SetTimeLimit(BaselineProgram.TimeLimit)
            .SetConcurrencyLimit(BaselineProgram.CallsInFlight));

    private static Task RunAsync<TConsumer, TEvent>(
        Flow flow,
        string broker,
        BaselineVendor<TEvent> vendor,
        Action<IConsumerConfigurator<TConsumer>> configure,
        CancellationToken cancellationToken,
        Action<IServiceCollection>? others = null)
        where TConsumer : class, IConsumer
        where TEvent : class, IOrderEvent
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddSingleton(vendor);
        others?.Invoke(builder.Services);
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.AddConsumer<TConsumer>();
            bus.UsingRabbitMq((context, rabbit) =>
            {
                rabbit.Host(new Uri(broker));
                rabbit.ReceiveEndpoint(flow.Queue, endpoint =>
                {
                    // Reads plain JSON, and declares the queue with the arguments it already has.
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

/// <summary>Sends a batch in one call and publishes the results.</summary>
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
/// Sends each order event in a call of its own and publishes the result; calls in flight are limited here too.
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
