using System.Diagnostics;
using System.Diagnostics.Metrics;
using Messaging.Contracts;

namespace Messaging.Fulfillment.Telemetry;

/// <summary>Every metric of the service and its tags. Their names are a contract with dashboards and alarms.</summary>
public sealed partial class FulfillmentMetrics : IDisposable
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Name = "Messaging.Fulfillment";

    private readonly Meter _meter;
    private readonly Counter<long> _received;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _succeeded;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _deferred;
    private readonly Counter<long> _published;
    private readonly Counter<long> _unreadable;
    private readonly Counter<long> _calls;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _splits;
    private readonly Counter<long> _isolated;
    private readonly Counter<long> _withheld;
    private readonly Counter<long> _parked;
    private readonly Histogram<double> _queueWait;
    private readonly Histogram<int> _ordersPerCall;
    private readonly Histogram<double> _callDuration;
    private readonly TimeProvider _time;

    /// <summary>Creates the instruments.</summary>
    /// <param name="meters">Owner of the meter.</param>
    /// <param name="time">Measures durations.</param>
    public FulfillmentMetrics(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        _meter = meters.Create(Name);
        _received =
            Counter("fulfillment.orders.received", "{order}", "Order events recorded in the ledger, each once.");
        _duplicates =
            Counter("fulfillment.orders.duplicates", "{order}", "Order events that had been recorded before.");
        _succeeded = Counter("fulfillment.orders.succeeded", "{order}", "Order events settled as succeeded.");
        _failed = Counter("fulfillment.orders.failed", "{order}", "Order events settled as failed, by reason.");
        _deferred = Counter("fulfillment.orders.deferred", "{order}", "Times an order was put back to be tried later.");
        _isolated = Counter(
            "fulfillment.orders.isolated", "{order}", "Orders found, by halving, to be the ones that a vendor "
                + "refused calls for.");
        _parked = Counter(
            "fulfillment.orders.parked",
            "{order}",
            "Orders given back to the ledger because their account was suspended or held.");
        _published = Counter("fulfillment.results.published", "{result}", "Results confirmed by the broker.");
        _unreadable = Counter("fulfillment.messages.unreadable", "{message}", "Messages moved to the error queue.");
        _calls = Counter("fulfillment.calls", "{call}", "Vendor calls, by outcome.");
        _retries = Counter("fulfillment.calls.retries", "{call}", "Calls sent again at once.");
        _splits = Counter("fulfillment.calls.splits", "{call}", "Calls halved because the vendor refused them whole.");
        _withheld = Counter(
            "fulfillment.calls.withheld", "{call}", "Calls not sent because their account was suspended or held.");
        _queueWait = _meter.CreateHistogram<double>(
            "fulfillment.queue.wait", "s", "How long an order waited here before its call left.");
        _ordersPerCall = _meter.CreateHistogram<int>("fulfillment.call.orders", "{order}", "Orders in a vendor call.");
        _callDuration = _meter.CreateHistogram<double>("fulfillment.call.duration", "s", "Duration of a vendor call.");
        CreateVendorGauges();
    }

    internal void Received(string vendor, int orders, int duplicates)
    {
        _received.Add(orders, Vendor(vendor));
        if (duplicates > 0)
            _duplicates.Add(duplicates, Vendor(vendor));
    }

    internal void Succeeded(string vendor) => _succeeded.Add(1, Vendor(vendor));

    internal void Failed(string vendor, FailureReason reason) =>
        _failed.Add(1, Vendor(vendor), new("reason", reason.ToString()));

    internal void Deferred(string vendor) => _deferred.Add(1, Vendor(vendor));

    internal void Published(string vendor, int results) => _published.Add(results, Vendor(vendor));

    internal void Unreadable(string vendor) => _unreadable.Add(1, Vendor(vendor));

    internal void Retried(string vendor) => _retries.Add(1, Vendor(vendor));

    internal void Split(string vendor) => _splits.Add(1, Vendor(vendor));

    internal void Isolated(string vendor) => _isolated.Add(1, Vendor(vendor));

    internal void Withheld(string vendor) => _withheld.Add(1, Vendor(vendor));

    internal void Parked(string vendor, int orders) => _parked.Add(orders, Vendor(vendor));

    internal void Waited(string vendor, TimeSpan wait) => _queueWait.Record(wait.TotalSeconds, Vendor(vendor));

    /// <summary>Starts to measure a vendor call; dispose it when it is over.</summary>
    internal CallMeasurement StartCall(string vendor, string account, IEnumerable<Activity?> orders, int count) =>
        new(this, _time, vendor, account, orders, count);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private Counter<long> Counter(string name, string unit, string description) =>
        _meter.CreateCounter<long>(name, unit, description);

    private static KeyValuePair<string, object?> Vendor(string vendor) => new("vendor", vendor);

    internal void Called(string vendor, string outcome, int orders, TimeSpan duration)
    {
        _calls.Add(1, Vendor(vendor), new("outcome", outcome));
        _ordersPerCall.Record(orders, Vendor(vendor));
        _callDuration.Record(duration.TotalSeconds, Vendor(vendor), new("outcome", outcome));
    }
}
