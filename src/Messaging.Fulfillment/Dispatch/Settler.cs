using System.Threading.Channels;
using Messaging.Contracts;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Results;
using Messaging.Fulfillment.Telemetry;

namespace Messaging.Fulfillment.Dispatch;

/// <summary>
/// Settles and publishes what the calls brought. Decisions that arrive while the ledger is busy are settled together with the next
/// statement, so that many small calls cost the ledger as little as one large one; publishing goes on beside the next settling.
/// </summary>
internal sealed class Settler(string vendor, ILedger ledger, ResultPublisher publisher, FulfillmentMetrics metrics)
{
    private const int MaxTogether = 2000;

    private readonly Channel<(InFlightEntry Order, Decision Decision)> _decided =
        Channel.CreateUnbounded<(InFlightEntry, Decision)>(new() { SingleReader = true });

    private readonly Channel<List<(InFlightEntry Order, ResultEvent Result)>> _settled =
        Channel.CreateUnbounded<List<(InFlightEntry, ResultEvent)>>(new() { SingleReader = true });

    /// <summary>Takes a decision; bounded by the orders in flight, which the intake bounds.</summary>
    public void Post(InFlightEntry order, Decision decision) => _decided.Writer.TryWrite((order, decision));

    /// <summary>Settles and publishes until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(SettleAsync(cancellationToken), PublishAsync(cancellationToken));

    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        var batch = new List<(InFlightEntry Order, Decision Decision)>(MaxTogether);
        while (await _decided.Reader.WaitToReadAsync(cancellationToken))
        {
            batch.Clear();
            while (batch.Count < MaxTogether && _decided.Reader.TryRead(out var item))
                batch.Add(item);

            var lost = await ledger.SettleAsync(batch.ConvertAll(item => item.Decision.Settlement), cancellationToken);
            var results = new List<(InFlightEntry, ResultEvent)>(batch.Count);
            foreach (var (order, decision) in batch)
            {
                if (lost.Contains(order.Entry.EventId))
                    order.Done();
                else if (decision.Result is { } result)
                    results.Add((order, Count(result)));
                else
                    Deferred(order);
            }

            if (results.Count > 0)
                _settled.Writer.TryWrite(results);
        }
    }

    private async Task PublishAsync(CancellationToken cancellationToken)
    {
        await foreach (var results in _settled.Reader.ReadAllAsync(cancellationToken))
        {
            await publisher.PublishAsync(results.ConvertAll(item => (item.Result, item.Order.Trace)), cancellationToken);
            await ledger.MarkPublishedAsync(results.ConvertAll(item => item.Order.Entry.EventId), cancellationToken);
            foreach (var (order, _) in results)
                order.Done();
        }
    }

    private ResultEvent Count(ResultEvent result)
    {
        if (result.Message is FulfillmentFailed failed)
            metrics.Failed(vendor, failed.Reason);
        else
            metrics.Succeeded(vendor);
        return result;
    }

    private void Deferred(InFlightEntry order)
    {
        metrics.Deferred(vendor);
        order.Done();
    }
}
