using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Telemetry;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Results;

/// <summary>Publishes results whose worker stopped or died between settling and publishing.</summary>
internal sealed partial class OutboxRelay(IOutbox outbox, ResultPublisher publisher, ILogger<OutboxRelay> logger)
{
    /// <summary>As many are published again if this worker dies too: few at first, more while all is well.</summary>
    private const int FirstTogether = 25;

    private const int MostTogether = 100;

    /// <summary>Publishes all results that nobody is publishing, and marks them.</summary>
    public async Task PublishAsync(CancellationToken cancellationToken)
    {
        var limit = FirstTogether;
        while (await outbox.TakeUnpublishedAsync(limit, cancellationToken) is { Count: > 0 } results)
        {
            LogRelayed(results.Count);
            await publisher.PublishAsync(
                [.. results.Select(stored => (ResultEvent.Restore(stored), TraceParent.Parse(stored.TraceParent)))],
                cancellationToken);
            await outbox.MarkPublishedAsync([.. results.Select(stored => stored.EventId)], cancellationToken);
            limit = Math.Min(limit * 2, MostTogether);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Information, Message = "Publishing {Count} results that another worker left in the ledger")]
    private partial void LogRelayed(int count);
}
