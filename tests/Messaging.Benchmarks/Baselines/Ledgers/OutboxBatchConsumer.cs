using MassTransit;
using Messaging.Contracts;

namespace Messaging.Benchmarks.Baselines.Ledgers;

/// <summary>Sends a batch in one call, without what came before, and leaves the results in the outbox.</summary>
internal sealed class OutboxBatchConsumer<TEvent>(
    BaselineVendor<TEvent> vendor, MessageTables tables, OutboxSignal signal) : IConsumer<Batch<TEvent>>
    where TEvent : class, IOrderEvent
{
    public async Task Consume(ConsumeContext<Batch<TEvent>> context)
    {
        var orders = context.Message.Select(message => message.Message).DistinctBy(order => order.EventId).ToList();
        var consumed =
            await tables.ReceiveAsync(orders.ConvertAll(order => order.EventId), context.CancellationToken);
        orders.RemoveAll(order => consumed.Contains(order.EventId));
        if (orders.Count == 0)
            return;
        var results = await vendor.CallAsync(orders, context.CancellationToken);
        await tables.ConsumeAsync(results, context.CancellationToken);
        signal.Set();
    }
}
