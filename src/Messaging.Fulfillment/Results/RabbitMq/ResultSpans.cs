using System.Diagnostics;
using Messaging.Fulfillment.Telemetry;

namespace Messaging.Fulfillment.Results.RabbitMq;

/// <summary>
/// The spans of results that are published together, each on the trace of its own order event: the service's own, and
/// below it the one that the bus would start. None where nobody listens.
/// </summary>
internal sealed class ResultSpans(int count) : IDisposable
{
    private readonly (Activity Result, Activity? Sent)?[] _spans =
        new (Activity, Activity?)?[FulfillmentSpans.Source.HasListeners() ? count : 0];
    private int _started;

    /// <summary>Starts the spans of the next result.</summary>
    /// <returns>
    /// What its message carries, for the subscriber's spans: without one here, what came with the order event.
    /// </returns>
    public string? Start(ActivityContext trace, ResultTemplate template, ResultEvent result)
    {
        if (_spans.Length == 0)
            return TraceParent.Format(trace);

        // Each on its own trace, not below one another.
        var before = Activity.Current;
        try
        {
            var own = FulfillmentSpans.StartResult(trace);
            var sent = own is null
                ? null
                : FulfillmentSpans.StartSend(
                    template.Exchange, template.Address, result.Message.EventId, result.CorrelationId);
            _spans[_started++] = own is null ? null : (own, sent);
            return sent?.Id ?? own?.Id ?? TraceParent.Format(trace);
        }
        finally
        {
            Activity.Current = before;
        }
    }

    /// <summary>Says which were published and why others were not.</summary>
    public void End(IReadOnlyList<Exception?> faults)
    {
        for (var i = 0; i < _started; i++)
        {
            if (_spans[i] is not { Sent: { } sent })
                continue;
            if (faults[i] is { } fault)
                sent.AddException(fault).SetStatus(ActivityStatusCode.Error, fault.Message);
            else
                sent.SetStatus(ActivityStatusCode.Ok);
        }
    }

    public void Dispose()
    {
        foreach (var span in _spans)
        {
            span?.Sent?.Dispose();
            span?.Result.Dispose();
        }
    }
}
