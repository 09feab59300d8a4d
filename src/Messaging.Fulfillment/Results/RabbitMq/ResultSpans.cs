using System.Diagnostics;
using Messaging.Fulfillment.Telemetry;

namespace Messaging.Fulfillment.Results.RabbitMq;

/// <summary>
/// The spans of results that are published together, each on the trace of its own order event: the service's own, and
/// below it the one that the bus would start. Nothing where nobody listens.
/// </summary>
internal sealed class ResultSpans(int count) : IDisposable
{
    private readonly (Activity Result, Activity? Sent)?[] _spans =
        new (Activity, Activity?)?[FulfillmentMetrics.Source.HasListeners() ? count : 0];
    private int _started;

    /// <summary>Starts the spans of the next result.</summary>
    /// <returns>What its message carries, for the subscriber's spans.</returns>
    public string? Start(ActivityContext trace, ResultTemplate template, ResultEvent result)
    {
        if (_spans.Length == 0)
            return null;

        // Each on its own trace, not below one another or below what is running.
        var before = Activity.Current;
        Activity.Current = null;
        try
        {
            var own = FulfillmentMetrics.StartResult(trace);
            var sent = own is null
                ? null
                : FulfillmentMetrics.StartSend(
                    template.Exchange, template.Address, result.Message.EventId, result.CorrelationId);
            _spans[_started++] = own is null ? null : (own, sent);
            return sent?.Id ?? own?.Id;
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
