using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Messaging.Fulfillment.Telemetry;

/// <content>Gauges, which read their values when they are observed.</content>
public sealed partial class FulfillmentMetrics
{
    private readonly ConcurrentQueue<IVendorGauges> _vendors = [];

    /// <summary>Shows a vendor's accounts and intake.</summary>
    internal void Observe(IVendorGauges vendor) => _vendors.Enqueue(vendor);

    /// <summary>Shows the ledger's totals, as last counted.</summary>
    internal void ObserveLedger(Func<IEnumerable<LedgerGauges>> read)
    {
        Gauge("fulfillment.ledger.received", g => g.Received, "{order}", "Order events in the ledger, ever.");
        Gauge("fulfillment.ledger.succeeded", g => g.Succeeded, "{order}", "Of these, settled as succeeded.");
        Gauge("fulfillment.ledger.failed", g => g.Failed, "{order}", "Of these, settled as failed.");
        Gauge("fulfillment.ledger.waiting", g => g.Waiting, "{order}", "Of these, not settled yet.");
        Gauge(
            "fulfillment.ledger.unpublished",
            g => g.Unpublished,
            "{result}",
            "Results not yet confirmed by the broker.");
        Gauge(
            "fulfillment.ledger.drift",
            g => g.Drift,
            "{order}",
            "Received - succeeded - failed - waiting; anything but 0 is an alarm.");

        _meter.CreateObservableGauge(
            "fulfillment.ledger.waiting.age",
            () => read().Select(g => new Measurement<double>(g.OldestWaits.TotalSeconds, Vendor(g.Vendor))),
            "s",
            "How long the oldest order that is not settled has been waiting; 0 where none is.");

        void Gauge(string name, Func<LedgerGauges, long> value, string unit, string description) =>
            _meter.CreateObservableGauge(
                name, () => read().Select(g => new Measurement<long>(value(g), Vendor(g.Vendor))), unit, description);
    }

    /// <summary>Shows what the health checks said last.</summary>
    internal void ObserveHealth(Func<IEnumerable<(string Check, double Value)>> read) => _meter.CreateObservableGauge(
        "fulfillment.health",
        () => read().Select(g => new Measurement<double>(g.Value, new KeyValuePair<string, object?>("check", g.Check))),
        unit: null,
        "What a health check said last: 1 healthy, 0.5 degraded, 0 unhealthy.");

    private void CreateVendorGauges()
    {
        Gauge(
            "fulfillment.account.closed",
            account => account.IsSuspended ? 1 : 0,
            "{account}",
            "1 while no call but a probe leaves for an account, else 0.");
        Gauge(
            "fulfillment.account.held",
            account => account.IsHeld ? 1 : 0,
            "{account}",
            "1 while an operator holds an account, so that no call leaves for it, else 0.");
        Gauge(
            "fulfillment.account.waiting", account => account.Waiting, "{order}", "Orders that wait here for a call.");
        Gauge("fulfillment.account.calls", account => account.CallsInFlight, "{call}", "Calls in flight.");
        Gauge(
            "fulfillment.account.calls.allowed",
            account => account.CallsAllowed,
            "{call}",
            "Calls that may be in flight, in all workers of the ledger, as learned from the vendor's answers.");
        _meter.CreateObservableCounter(
            "fulfillment.intake.paused",
            () => _vendors.Select(v => new Measurement<double>(v.TimeIntakePaused.TotalSeconds, Vendor(v.Vendor))),
            "s",
            "How long the intake was paused because no account could be called.");

        void Gauge(string name, Func<AccountGauges, int> value, string unit, string description) =>
            _meter.CreateObservableGauge(name, () => ReadAccounts(value), unit, description);
    }

    private IEnumerable<Measurement<int>> ReadAccounts(Func<AccountGauges, int> value) =>
        from vendor in _vendors
        from account in vendor.Accounts
        select new Measurement<int>(value(account), Vendor(vendor.Vendor), new("account", account.Account));
}
