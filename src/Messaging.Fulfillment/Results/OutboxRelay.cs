using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Telemetry;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Results;

/// <summary>Publishes results whose worker stopped or died between settling and publishing.</summary>
internal sealed partial class OutboxRelay(IOutbox outbox, ResultPublisher publisher, ILogger<OutboxRelay> logger)
{
    /// <summary>As many are published again if this worker dies as well.</summary>
    private const int BatchSize = 100;

    /// <summary>Publishes all results that nobody is publishing, and marks them.</summary>
    public async Task PublishAsync(CancellationToken cancellationToken)
    {
        while (await outbox.TakeUnpublishedAsync(BatchSize, cancellationToken) is { Count: > 0 } results)
        {
            LogRelayed(results.Count);
            await publisher.PublishAsync(
                [.. results.Select(stored => (ResultEvent.Restore(stored), TraceParent.Parse(stored.TraceParent)))],
                cancellationToken);
            await outbox.MarkPublishedAsync([.. results.Select(stored => stored.EventId)], cancellationToken);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Information, Message = "Publishing {Count} results that another worker left in the ledger")]
    private partial void LogRelayed(int count);
}
