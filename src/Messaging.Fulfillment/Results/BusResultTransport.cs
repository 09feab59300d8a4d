using System.Diagnostics;
using MassTransit;
using Messaging.Contracts;
using Messaging.Fulfillment.Telemetry;
using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Results;

/// <summary>Publishes results on the bus, whatever carries it and whoever filters or observes it.</summary>
/// <param name="bus">The bus.</param>
/// <param name="options">The settings.</param>
/// <param name="reason">Why this way is taken where there is another.</param>
internal sealed class BusResultTransport(
    FulfillmentBus bus, IOptionsMonitor<ResultOptions> options, string? reason = null) : IResultTransport
{
    private static readonly PlainResultSerializer PlainJson = new();

    public string Description => reason is null ? "through the bus" : $"through the bus, since {reason}";

    public async Task<IReadOnlyList<Exception?>> PublishAsync(
        IReadOnlyList<(ResultEvent Result, ActivityContext Trace)> results, CancellationToken cancellationToken)
    {
        var publishing = results.Select(item => PublishAsync(item.Result, item.Trace, cancellationToken)).ToArray();

        // A confirm can be left hanging when its connection closes, and the bus waits for it whatever its token says.
        var all = Task.WhenAll(publishing).WaitAsync(cancellationToken);
        await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Array.ConvertAll(publishing, one => one switch
        {
            { IsCompletedSuccessfully: true } => null,
            { Exception.InnerException: { } fault } => fault,
            _ => new OperationCanceledException(cancellationToken),
        });
    }

    /// <summary>Says which ids and which form a result is sent with.</summary>
    public static void Address(SendContext context, Guid messageId, Guid correlationId, ResultFormat format)
    {
        context.MessageId = messageId;
        context.CorrelationId = correlationId;
        context.InitiatorId = null;
        if (format == ResultFormat.Json)
            context.Serializer = PlainJson;
    }

    private async Task PublishAsync(ResultEvent result, ActivityContext trace, CancellationToken cancellationToken)
    {
        // The bus starts its own span below the current one, so that each result stays on the trace of its own order
        // event, and says so in its header. Where it starts none, the header is what this one says.
        using var span = FulfillmentSpans.StartResult(trace);
        var traceParent = span?.Id ?? TraceParent.Format(trace);
        await (result.Message switch
        {
            FulfillmentSucceeded succeeded =>
                bus.Instance.Publish(succeeded, context => Address(context, result, traceParent), cancellationToken),
            FulfillmentFailed failed =>
                bus.Instance.Publish(failed, context => Address(context, result, traceParent), cancellationToken),
            _ => throw new InvalidOperationException($"Not a result: {result.Message.GetType()}."),
        });
    }

    private void Address(PublishContext context, ResultEvent result, string? traceParent)
    {
        if (traceParent is not null)
            context.Headers.Set(TraceParent.BusHeader, traceParent);
        var current = options.CurrentValue;
        context.Mandatory = current.RequireSubscriber;
        Address(context, result.Message.EventId, result.CorrelationId, current.Output);
    }
}
