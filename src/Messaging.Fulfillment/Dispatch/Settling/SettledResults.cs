using System.Threading.Channels;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Results;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Dispatch.Settling;

/// <summary>
/// Publishes the results of settled orders and marks them as published, in groups that grow with what waits. While
/// many wait, one group is marked beside the publishing of the next.
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
    /// A worker that dies leaves two groups at the most that are published and not marked, and so are published again.
    /// </summary>
    private const int MostTogether = 100;

    /// <summary>A group is a quarter of what waits, but not fewer, and not more than twice the one before.</summary>
    private const int FewestTogether = 5;

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(2);

    private readonly Channel<List<(InFlightEntry Order, ResultEvent Result)>> _settled =
        Channel.CreateUnbounded<List<(InFlightEntry, ResultEvent)>>(new() { SingleReader = true });

    /// <summary>Takes the results of settled orders.</summary>
    public void Publish(List<(InFlightEntry Order, ResultEvent Result)> settled) => _settled.Writer.TryWrite(settled);

    /// <summary>Publishes until cancelled; what is left then is found in the ledger by the next worker.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var waiting = new Queue<(InFlightEntry Order, ResultEvent Result)>();
        var marking = Task.CompletedTask;
        var last = 0;
        while (waiting.Count > 0 || await _settled.Reader.WaitToReadAsync(cancellationToken))
        {
            while (_settled.Reader.TryRead(out var settled))
                settled.ForEach(waiting.Enqueue);
            last = Math.Clamp(waiting.Count / 4, FewestTogether, Math.Clamp(last * 2, FewestTogether, MostTogether));
            var together = Take(waiting, last);

            // While few wait, what is published and not marked is kept to one small group.
            if (last is FewestTogether)
                await marking;
            await publisher.PublishAsync(
                Array.ConvertAll(together, item => (item.Result, item.Order.Trace)), cancellationToken);
            await marking;
            marking = MarkAsync(Array.ConvertAll(together, item => item.Order), cancellationToken);
        }
    }

    private static (InFlightEntry Order, ResultEvent Result)[] Take(
        Queue<(InFlightEntry Order, ResultEvent Result)> waiting, int most)
    {
        var together = new (InFlightEntry Order, ResultEvent Result)[Math.Min(most, waiting.Count)];
        for (var i = 0; i < together.Length; i++)
            together[i] = waiting.Dequeue();
        return together;
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
