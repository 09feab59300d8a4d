using System.Threading.Channels;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Results;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Dispatch.Settling;

/// <summary>
/// Publishes the results of settled orders and marks them as published. What was published before is marked while the
/// next are published.
/// </summary>
internal sealed partial class SettledResults(
    string vendor,
    IOutbox outbox,
    ResultPublisher publisher,
    OrdersInFlight inFlight,
    TimeProvider time,
    ILogger<SettledResults> logger)
{
    /// <summary>
    /// What a worker that dies leaves published and not marked, and so published again, is two groups at the most.
    /// </summary>
    private const int MaxTogether = 100;

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(2);

    private readonly Channel<List<(InFlightEntry Order, ResultEvent Result)>> _settled =
        Channel.CreateUnbounded<List<(InFlightEntry, ResultEvent)>>(new() { SingleReader = true });

    /// <summary>Takes the results of settled orders.</summary>
    public void Publish(List<(InFlightEntry Order, ResultEvent Result)> settled) => _settled.Writer.TryWrite(settled);

    /// <summary>Publishes until cancelled; what is left then is found in the ledger by the next worker.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var marking = Task.CompletedTask;
        while (await _settled.Reader.WaitToReadAsync(cancellationToken))
        {
            var results = new List<(InFlightEntry Order, ResultEvent Result)>();
            while (results.Count < MaxTogether && _settled.Reader.TryRead(out var settled))
                results.AddRange(settled);

            // A call of a thousand orders is settled as one.
            foreach (var together in results.Chunk(MaxTogether))
            {
                await publisher.PublishAsync(
                    Array.ConvertAll(together, item => (item.Result, item.Order.Trace)), cancellationToken);
                await marking;
                marking = MarkAsync(Array.ConvertAll(together, item => item.Order), cancellationToken);
            }
        }
    }

    private async Task MarkAsync(InFlightEntry[] published, CancellationToken cancellationToken)
    {
        var eventIds = Array.ConvertAll(published, order => order.Entry.EventId);
        while (!await TryMarkAsync(eventIds, cancellationToken))
            await Task.Delay(PauseAfterFailure, time, cancellationToken);
        foreach (var order in published)
        {
            order.Dispose();
            inFlight.Finish();
        }
    }

    private async Task<bool> TryMarkAsync(Guid[] published, CancellationToken cancellationToken)
    {
        try
        {
            await outbox.MarkPublishedAsync(published, cancellationToken);
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotMarked(e, published.Length, vendor);
            return false;
        }
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "{Count} published results of {Vendor} could not be marked; it is tried again")]
    private partial void LogNotMarked(Exception exception, int count, string vendor);
}
