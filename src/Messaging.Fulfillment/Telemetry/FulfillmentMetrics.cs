using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Telemetry;

/// <summary>Every span, metric and tag of the service. Their names are a contract with dashboards and alarms.</summary>
public sealed class FulfillmentMetrics : IDisposable
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Name = "Messaging.Fulfillment";

    /// <summary>The spans: <c>fulfillment.order</c> on the trace of its order event, <c>fulfillment.call</c> linked to the orders it carries.</summary>
    internal static readonly ActivitySource Source = new(Name);

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
    private readonly ConcurrentQueue<(string Vendor, Func<IEnumerable<AccountState>> Accounts, Func<TimeSpan> TimePaused)> _observed = [];
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
        _received = _meter.CreateCounter<long>("fulfillment.orders.received", "{order}", "Order events recorded in the ledger, each once.");
        _duplicates = _meter.CreateCounter<long>("fulfillment.orders.duplicates", "{order}", "Order events that had been recorded before.");
        _succeeded = _meter.CreateCounter<long>("fulfillment.orders.succeeded", "{order}", "Order events settled as succeeded.");
        _failed = _meter.CreateCounter<long>("fulfillment.orders.failed", "{order}", "Order events settled as failed, by reason.");
        _deferred = _meter.CreateCounter<long>("fulfillment.orders.deferred", "{order}", "Times an order was put back to be tried later.");
        _published = _meter.CreateCounter<long>("fulfillment.results.published", "{result}", "Results confirmed by the broker.");
        _unreadable = _meter.CreateCounter<long>("fulfillment.messages.unreadable", "{message}", "Messages moved to the error queue.");
        _calls = _meter.CreateCounter<long>("fulfillment.calls", "{call}", "Vendor calls, by outcome.");
        _retries = _meter.CreateCounter<long>("fulfillment.calls.retries", "{call}", "Calls sent again at once.");
        _splits = _meter.CreateCounter<long>("fulfillment.calls.splits", "{call}", "Calls halved because the vendor refused them whole.");
        _isolated = _meter.CreateCounter<long>("fulfillment.orders.isolated", "{order}", "Orders found, by halving, to be the ones that a vendor refused calls for.");
        _withheld = _meter.CreateCounter<long>("fulfillment.calls.withheld", "{call}", "Calls not sent because their account was closed.");
        _parked = _meter.CreateCounter<long>("fulfillment.orders.parked", "{order}", "Orders given back to the ledger because their account was closed.");
        _queueWait = _meter.CreateHistogram<double>("fulfillment.queue.wait", "s", "How long an order waited here before its call left.");
        _meter.CreateObservableGauge("fulfillment.account.closed", ObserveClosed, "{account}", "1 while no call but a probe leaves for an account, else 0.");
        _meter.CreateObservableGauge("fulfillment.account.waiting", () => ObserveAccounts(a => a.Waiting), "{order}", "Orders that wait here for a call.");
        _meter.CreateObservableGauge("fulfillment.account.calls", () => ObserveAccounts(a => a.CallsOnTheWire), "{call}", "Calls on the wire.");
        _meter.CreateObservableGauge("fulfillment.account.calls.allowed", () => ObserveAccounts(a => a.CallsAllowed), "{call}", "Calls that may be on the wire, as learned.");
        _meter.CreateObservableCounter("fulfillment.intake.paused", ObservePaused, "s", "How long the intake was paused because no account could be called.");
        _ordersPerCall = _meter.CreateHistogram<int>("fulfillment.call.orders", "{order}", "Orders in a vendor call.");
        _callDuration = _meter.CreateHistogram<double>("fulfillment.call.duration", "s", "Duration of a vendor call.");
    }

    /// <summary>The meter, for gauges that other rooms observe.</summary>
    internal Meter Meter => _meter;

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

    /// <summary>Has the gauges show a vendor's accounts.</summary>
    internal void Observe(string vendor, Func<IEnumerable<AccountState>> accounts, Func<TimeSpan> timePaused) =>
        _observed.Enqueue((vendor, accounts, timePaused));

    /// <summary>The span of one order, on the trace of its own order event; null when nobody listens.</summary>
    internal static Activity? StartOrder(string vendor, string orderNo, string eventType, string? traceParent)
    {
        if (!Source.HasListeners())
            return null;

        // The current activity is of whatever message came last in the batch; this order has nothing to do with it.
        Activity.Current = null;
        var activity = Source.StartActivity(ActivityKind.Internal, TraceParent.Parse(traceParent), name: "fulfillment.order");
        activity?.SetTag("vendor", vendor).SetTag("order.no", orderNo).SetTag("order.event", eventType);
        Activity.Current = null;
        return activity;
    }

    /// <summary>Starts to measure a vendor call; dispose it when it is over.</summary>
    internal CallMeasurement StartCall(string vendor, string account, IEnumerable<Activity?> orders, int count) =>
        new(this, vendor, account, orders, count);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<int>> ObserveClosed() => ObserveAccounts(account => account.Since is null ? 0 : 1);

    private IEnumerable<Measurement<int>> ObserveAccounts(Func<AccountState, int> value) =>
        _observed.SelectMany(vendor => vendor.Accounts())
            .Select(account => new Measurement<int>(value(account), Vendor(account.Vendor), new("account", account.Account)));

    private IEnumerable<Measurement<double>> ObservePaused() =>
        _observed.Select(vendor => new Measurement<double>(vendor.TimePaused().TotalSeconds, Vendor(vendor.Vendor)));

    private static KeyValuePair<string, object?> Vendor(string vendor) => new("vendor", vendor);

    /// <summary>One vendor call: its span and its numbers.</summary>
    internal sealed class CallMeasurement : IDisposable
    {
        private readonly FulfillmentMetrics _metrics;
        private readonly string _vendor;
        private readonly int _orders;
        private readonly long _started;
        private readonly Activity? _activity;

        public CallMeasurement(FulfillmentMetrics metrics, string vendor, string account, IEnumerable<Activity?> orders, int count)
        {
            _metrics = metrics;
            _vendor = vendor;
            _orders = count;
            _started = metrics._time.GetTimestamp();
            if (Source.HasListeners())
            {
                var links = orders.OfType<Activity>().Select(order => new ActivityLink(order.Context));
                _activity = Source.StartActivity(
                    ActivityKind.Client, parentContext: default, links: links, name: "fulfillment.call");
                _activity?.SetTag("vendor", vendor).SetTag("account", account).SetTag("orders", count);
            }
        }

        public void Answered(VendorAnswer answer)
        {
            var outcome = answer.Fault?.Kind.ToString() ?? "Answered";
            _metrics._calls.Add(1, Vendor(_vendor), new("outcome", outcome));
            _metrics._ordersPerCall.Record(_orders, Vendor(_vendor));
            _metrics._callDuration.Record(_metrics._time.GetElapsedTime(_started).TotalSeconds, Vendor(_vendor), new("outcome", outcome));
            _activity?.SetTag("outcome", outcome).SetTag("vendor.request_id", answer.RequestId);
            if (answer.Fault is { } fault)
                _activity?.SetStatus(ActivityStatusCode.Error, $"{fault.Kind} {fault.Code}"); // Not its words: they may quote a receiver.
        }

        public void Dispose() => _activity?.Dispose();
    }
}
