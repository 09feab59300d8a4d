using System.Threading.Channels;
using Messaging.Contracts;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Results;
using Messaging.Fulfillment.Telemetry;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Dispatch;

/// <summary>
/// Settles and publishes what the calls brought. Decisions that arrive while the ledger is busy are settled together with the next
/// statement, so that many small calls cost the ledger as little as one large one; publishing goes on beside the next settling, and so on.
/// </summary>
internal sealed partial class Settler(
    string vendor, ILedger ledger, ResultPublisher publisher, FulfillmentMetrics metrics, TimeProvider time, ILogger<Settler> logger)
{
    private const int MaxTogether = 2000;
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(2);

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

            // One that the ledger refuses must not hold up the rest.
            if (!await TrySettleAsync(batch, cancellationToken))
            {
                foreach (var item in batch.ToArray())
                {
                    if (!await TrySettleAsync([item], cancellationToken))
                        _ = PostAgainAsync(item.Order, item.Decision, cancellationToken);
                }
            }
        }
    }

    private async Task<bool> TrySettleAsync(List<(InFlightEntry Order, Decision Decision)> batch, CancellationToken cancellationToken)
    {
        IReadOnlySet<ClaimKey> lost;
        try
        {
            lost = await ledger.SettleAsync(batch.ConvertAll(item => item.Decision.Settlement), cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotSettled(e, batch.Count, vendor);
            return false;
        }

        var results = new List<(InFlightEntry, ResultEvent)>(batch.Count);
        foreach (var (order, decision) in batch)
        {
            if (lost.Contains(order.Entry.Key))
                order.Done();
            else if (decision.Result is { } result)
                results.Add((order, Count(result)));
            else
                Deferred(order);
        }

        if (results.Count > 0)
            _settled.Writer.TryWrite(results);
        return true;
    }

    private async Task PostAgainAsync(InFlightEntry order, Decision decision, CancellationToken cancellationToken)
    {
        await Task.Delay(PauseAfterFailure, time, cancellationToken);
        Post(order, decision);
    }

    private async Task PublishAsync(CancellationToken cancellationToken)
    {
        var marking = Task.CompletedTask;
        while (await _settled.Reader.WaitToReadAsync(cancellationToken))
        {
            var results = new List<(InFlightEntry Order, ResultEvent Result)>();
            while (results.Count < MaxTogether && _settled.Reader.TryRead(out var settled))
                results.AddRange(settled);

            await publisher.PublishAsync(results.ConvertAll(item => (item.Result, item.Order.Trace)), cancellationToken);
            await marking;
            marking = MarkAsync(results.ConvertAll(item => item.Order), cancellationToken);
        }
    }

    /// <summary>Records what was published, while the next is being published.</summary>
    private async Task MarkAsync(List<InFlightEntry> published, CancellationToken cancellationToken)
    {
        var eventIds = published.ConvertAll(order => order.Entry.EventId);
        while (!await TryMarkAsync(eventIds, cancellationToken))
            await Task.Delay(PauseAfterFailure, time, cancellationToken);
        published.ForEach(order => order.Done());
    }

    private async Task<bool> TryMarkAsync(List<Guid> published, CancellationToken cancellationToken)
    {
        try
        {
            await ledger.MarkPublishedAsync(published, cancellationToken);
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotMarked(e, published.Count, vendor);
            return false;
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

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} outcomes of {Vendor} could not be settled; they are kept and tried again")]
    private partial void LogNotSettled(Exception exception, int count, string vendor);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} published results of {Vendor} could not be marked; it is tried again")]
    private partial void LogNotMarked(Exception exception, int count, string vendor);
}
