using System.Diagnostics.Metrics;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Telemetry;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Maintenance;

/// <summary>
/// Watches that received = succeeded + failed + waiting, per vendor. The ledger counts left and right side independently; a difference
/// means that events were lost or counted twice, and somebody has to look.
/// </summary>
internal sealed partial class Reconciliation
{
    private readonly ILogger<Reconciliation> _logger;
    private volatile IReadOnlyList<LedgerTotals> _totals = [];

    public Reconciliation(FulfillmentMetrics metrics, ILogger<Reconciliation> logger)
    {
        _logger = logger;
        var meter = metrics.Meter;
        meter.CreateObservableGauge("fulfillment.ledger.received", () => Observe(t => t.Received), "{order}", "Order events in the ledger, ever.");
        meter.CreateObservableGauge("fulfillment.ledger.succeeded", () => Observe(t => t.Succeeded), "{order}", "Of these, settled as succeeded.");
        meter.CreateObservableGauge("fulfillment.ledger.failed", () => Observe(t => t.Failed), "{order}", "Of these, settled as failed.");
        meter.CreateObservableGauge("fulfillment.ledger.waiting", () => Observe(t => t.Waiting), "{order}", "Of these, not settled yet.");
        meter.CreateObservableGauge("fulfillment.ledger.unpublished", () => Observe(t => t.Unpublished), "{result}", "Results not yet confirmed by the broker.");
        meter.CreateObservableGauge("fulfillment.ledger.drift", () => Observe(t => t.Drift), "{order}", "Received - succeeded - failed - waiting; anything but 0 is an alarm.");
    }

    /// <summary>The sums as last counted.</summary>
    public IReadOnlyList<LedgerTotals> Totals => _totals;

    /// <summary>The vendors whose sums do not add up.</summary>
    public IEnumerable<LedgerTotals> Drifting => _totals.Where(totals => totals.Drift != 0);

    public void Check(IReadOnlyList<LedgerTotals> totals)
    {
        _totals = totals;
        foreach (var t in Drifting)
            LogDrift(_logger, t.Vendor, t.Received, t.Succeeded, t.Failed, t.Waiting, t.Drift);
    }

    private IEnumerable<Measurement<long>> Observe(Func<LedgerTotals, long> value) =>
        _totals.Select(totals => new Measurement<long>(value(totals), new KeyValuePair<string, object?>("vendor", totals.Vendor)));

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Conservation is broken at {Vendor}: received={Received} succeeded={Succeeded} failed={Failed} waiting={Waiting}, {Drift} order events are not accounted for")]
    private static partial void LogDrift(ILogger logger, string vendor, long received, long succeeded, long failed, long waiting, long drift);
}
