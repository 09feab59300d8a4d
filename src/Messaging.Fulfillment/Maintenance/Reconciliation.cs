using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Telemetry;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Maintenance;

/// <summary>
/// Checks that received = succeeded + failed + waiting, per vendor. The ledger counts both sides independently; a
/// difference means that events were lost or counted twice, and somebody has to look.
/// </summary>
internal sealed partial class Reconciliation
{
    private readonly ILogger<Reconciliation> _logger;
    private volatile IReadOnlyList<LedgerTotals> _totals = [];

    public Reconciliation(FulfillmentMetrics metrics, ILogger<Reconciliation> logger)
    {
        _logger = logger;
        metrics.ObserveLedger(() => Totals.Select(totals => new LedgerGauges(
            totals.Vendor,
            totals.Received,
            totals.Succeeded,
            totals.Failed,
            totals.Waiting,
            totals.Unpublished,
            totals.Drift)));
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

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Conservation is broken at {Vendor}: received={Received} succeeded={Succeeded} failed={Failed} "
            + "waiting={Waiting}, "
            + "{Drift} order events are not accounted for")]
    private static partial void LogDrift(
        ILogger logger, string vendor, long received, long succeeded, long failed, long waiting, long drift);
}
