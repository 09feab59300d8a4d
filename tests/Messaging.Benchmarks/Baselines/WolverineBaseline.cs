using Messaging.Benchmarks.Environments;
using Messaging.Benchmarks.Orders;
using Messaging.Contracts;
using Microsoft.Extensions.Hosting;
using Wolverine;
using Wolverine.RabbitMQ;

namespace Messaging.Benchmarks.Baselines;

/// <summary>
/// Wolverine with its batches as its documentation shows them, without an inbox or outbox: a message is acknowledged
/// when it is in memory. Its confirms, which are off by default, are on; buffered, since results that are published one
/// by one from the handler wait for one confirm each (a third of the orders per second).
/// </summary>
internal static class WolverineBaseline
{
    public static Task RunAsync<TEvent>(
        Flow flow, string broker, BaselineVendor<TEvent> vendor, CancellationToken cancellationToken)
        where TEvent : class, IOrderEvent
    {
        OrderBatchHandler.Call = (orders, token) => vendor.CallAsync((TEvent[])orders, token);
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.UseWolverine(wolverine =>
        {
            wolverine.Durability.Mode = DurabilityMode.Solo;
            wolverine.Discovery.DisableConventionalDiscovery().IncludeType(typeof(OrderBatchHandler));
            wolverine.UseRabbitMq(new Uri(broker))
                .DisableDeadLetterQueueing()
                .ConfigureChannelCreation(channel =>
                {
                    channel.PublisherConfirmationsEnabled = true;
                    channel.PublisherConfirmationTrackingEnabled = true;
                });
            wolverine.ListenToRabbitQueue(flow.Queue)
                .DefaultIncomingMessage<TEvent>()
                .PreFetchCount((ushort)Math.Max(500, flow.OrdersPerCall * BaselineProgram.CallsInFlight));
            wolverine.BatchMessagesOf<TEvent>(batch =>
            {
                batch.BatchSize = flow.OrdersPerCall;
                batch.TriggerTime = BaselineProgram.TimeLimit;
            }).MaximumParallelMessages(BaselineProgram.CallsInFlight);
            wolverine.PublishMessage<FulfillmentSucceeded>()
                .ToRabbitExchange(TrialEnvironment.Succeeded)
                .UseMassTransitInterop()
                .BufferedInMemory();
        });
        return builder.Build().RunAsync(cancellationToken);
    }
}

/// <summary>
/// Sends a batch in one call and publishes the results. Public for the code that Wolverine generates.
/// </summary>
public static class OrderBatchHandler
{
    internal static Func<IOrderEvent[], CancellationToken, Task<IReadOnlyList<FulfillmentSucceeded>>> Call
    {
        get;
        set;
    } = (_, _) => throw new InvalidOperationException("There is no vendor.");

    /// <summary>What is returned is published.</summary>
    public static async Task<IEnumerable<object>> HandleAsync(
        OrderShipped[] orders, CancellationToken cancellationToken) => await Call(orders, cancellationToken);

    /// <summary>What is returned is published.</summary>
    public static async Task<IEnumerable<object>> HandleAsync(
        OrderModified[] orders, CancellationToken cancellationToken) => await Call(orders, cancellationToken);

    /// <summary>What is returned is published.</summary>
    public static async Task<IEnumerable<object>> HandleAsync(
        OrderMarkedDelivering[] orders, CancellationToken cancellationToken) => await Call(orders, cancellationToken);
}
