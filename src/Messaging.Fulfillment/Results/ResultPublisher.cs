using System.Diagnostics;
using MassTransit;
using Messaging.Contracts;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Results;

/// <summary>Publishes results with confirms, a bounded number at a time, until the broker has them.</summary>
internal sealed partial class ResultPublisher(
    FulfillmentBus bus,
    IOptionsMonitor<ResultOptions> options,
    FulfillmentMetrics metrics,
    TimeProvider time,
    ILogger<ResultPublisher> logger)
{
    private static readonly Backoff Backoff = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5));
    private static readonly PlainResultSerializer PlainJson = new();

    /// <summary>
    /// Publishes every result, again and again while the broker cannot be reached. A result can reach the bus twice
    /// when its confirm is lost; its MessageId is the same each time.
    /// </summary>
    /// <param name="results">The results, each with the trace it belongs to.</param>
    /// <param name="cancellationToken">Gives up; what is not confirmed by then stays unpublished in the ledger.</param>
    public async Task PublishAsync(
        IReadOnlyList<(ResultEvent Result, ActivityContext Trace)> results, CancellationToken cancellationToken)
    {
        var left = results;
        var failures = 0;
        while (left.Count > 0)
        {
            // After a failure one result is published before the rest: a broker that is away gets one attempt at a
            // time, not hundreds.
            var isAhead = failures > 0 && left.Count > 1;
            var (unpublished, cause) = await PublishTogetherAsync(isAhead ? [left[0]] : left, cancellationToken);
            if (cause is null)
            {
                left = isAhead ? [.. left.Skip(1)] : [];
                failures = 0;
                continue;
            }

            // Another goes ahead the next time, in case it is this one that cannot be published.
            left = isAhead ? [.. left.Skip(1), left[0]] : unpublished;
            var pause = Backoff.GetDelay(++failures, Random.Shared.NextDouble());
            LogNotPublished(cause, left.Count, pause);
            await Task.Delay(pause, time, cancellationToken);
        }
    }

    /// <summary>
    /// Publishes these, a bounded number at a time, up to the first failure; returns what is left and the cause.
    /// </summary>
    private async Task<(
        IReadOnlyList<(ResultEvent Result, ActivityContext Trace)> Left, Exception? Cause)> PublishTogetherAsync(
        IReadOnlyList<(ResultEvent Result, ActivityContext Trace)> results, CancellationToken cancellationToken)
    {
        var current = options.CurrentValue;
        var begun = 0;
        foreach (var together in results.Chunk(current.MaxResultsInFlight))
        {
            begun += together.Length;
            using var timeout = new CancellationTokenSource(current.ConfirmTimeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            var publishing = Array.ConvertAll(together, item => PublishOneAsync(item.Result, item.Trace, either.Token));
            try
            {
                // A confirm can be left hanging when its connection closes.
                await Task.WhenAll(publishing).WaitAsync(either.Token);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                return (
                    [.. together.Where((_, i) => !publishing[i].IsCompletedSuccessfully), .. results.Skip(begun)], e);
            }
        }

        return ([], null);
    }

    private async Task PublishOneAsync(ResultEvent result, ActivityContext trace, CancellationToken cancellationToken)
    {
        // The bus starts its own span below the current one, so that each result stays on the trace of its own order
        // event.
        using var span = FulfillmentMetrics.StartResult(trace);
        await (result.Message switch
        {
            FulfillmentSucceeded succeeded =>
                bus.Instance.Publish(succeeded, context => Address(context, result), cancellationToken),
            FulfillmentFailed failed =>
                bus.Instance.Publish(failed, context => Address(context, result), cancellationToken),
            _ => throw new InvalidOperationException($"Not a result: {result.Message.GetType()}."),
        });
        metrics.Published(result.Stored.Vendor, 1);
    }

    private void Address(PublishContext context, ResultEvent result)
    {
        var current = options.CurrentValue;
        context.MessageId = result.Message.EventId;
        context.CorrelationId = result.Stored.CorrelationId ?? result.Message.OrderEventId;
        context.InitiatorId = null;
        context.Mandatory = current.RequireSubscriber;
        if (current.Output == ResultFormat.Json)
            context.Serializer = PlainJson;
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Count} results could not be published; they are in the ledger and are tried again in {Pause}")]
    private partial void LogNotPublished(Exception? exception, int count, TimeSpan pause);
}
