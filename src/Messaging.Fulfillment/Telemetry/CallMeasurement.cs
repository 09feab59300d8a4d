using System.Diagnostics;

namespace Messaging.Fulfillment.Telemetry;

/// <summary>Measures one vendor call: its span, linked to the spans of its orders, and its numbers.</summary>
internal sealed class CallMeasurement : IDisposable
{
    private readonly FulfillmentMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly string _vendor;
    private readonly int _orders;
    private readonly long _started;
    private readonly Activity? _activity;

    public CallMeasurement(
        FulfillmentMetrics metrics,
        TimeProvider time,
        string vendor,
        string account,
        IEnumerable<Activity?> orders,
        int count)
    {
        _metrics = metrics;
        _time = time;
        _vendor = vendor;
        _orders = count;
        _started = time.GetTimestamp();
        _activity = FulfillmentSpans.StartCall(vendor, account, orders, count);
    }

    /// <param name="fault">Why the call failed as a whole; null when it was answered for each order.</param>
    /// <param name="code">The vendor's code for that. Its message is left out: it may quote a receiver.</param>
    /// <param name="requestId">The vendor's id of the call.</param>
    public void Answered(string? fault, string? code, string? requestId)
    {
        var outcome = fault ?? "Answered";
        _metrics.Called(_vendor, outcome, _orders, _time.GetElapsedTime(_started));
        _activity?.SetTag("outcome", outcome).SetTag("vendor.request_id", requestId);
        if (fault is not null)
            _activity?.SetStatus(ActivityStatusCode.Error, $"{fault} {code}");
    }

    public void Dispose() => _activity?.Dispose();
}
