using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Maintenance;

/// <summary>
/// Checks that received = succeeded + failed + waiting, per vendor. The ledger counts both sides independently; a
/// difference means that events were lost or counted twice, and somebody has to look.
/// </summary>
internal sealed partial class Reconciliation
{
    /// <summary>Counting takes at the most one part in so many of the time.</summary>
    private const int CountShare = 100;

    private readonly TimeProvider _time;
    private readonly ILogger<Reconciliation> _logger;
    private volatile IReadOnlyList<LedgerTotals> _totals = [];
    private long _counted;
    private TimeSpan _untilNextCount;

    public Reconciliation(
        FulfillmentMetrics metrics,
        [FromKeyedServices(LedgerTime.Key)] TimeProvider time,
        ILogger<Reconciliation> logger)
    {
        _time = time;
        _logger = logger;
        metrics.ObserveLedger(() => Totals.Select(totals => new LedgerGauges(
            totals.Vendor,
            totals.Received,
            totals.Succeeded,
            totals.Failed,
            totals.Waiting,
            totals.Unpublished,
            totals.Drift,
            totals.OldestWaiting is { } oldest ? time.GetUtcNow() - oldest : TimeSpan.Zero)));
    }

    /// <summary>The sums as last counted.</summary>
    public IReadOnlyList<LedgerTotals> Totals => _totals;

    /// <summary>The vendors whose sums do not add up.</summary>
    public IEnumerable<LedgerTotals> Drifting => _totals.Where(totals => totals.Drift != 0);

    /// <summary>
    /// Counts and checks, or does nothing where it is too soon: counting reads all that waits, or the sums would prove
    /// nothing, and must not become the ledger's main work when much waits. Not to be called twice at a time.
    /// </summary>
    public async Task CheckAsync(ILedgerReports ledger, CancellationToken cancellationToken)
    {
        if (_time.GetElapsedTime(_counted) < _untilNextCount)
            return;

        var started = _time.GetTimestamp();
        _totals = await ledger.CountAsync(cancellationToken);
        _counted = _time.GetTimestamp();
        _untilNextCount = CountShare * _time.GetElapsedTime(started, _counted);
        foreach (var t in Drifting)
            LogDrift(_logger, t.Vendor, t.Received, t.Succeeded, t.Failed, t.Waiting, t.Drift);
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The sums of {Vendor} do not add up: received={Received} succeeded={Succeeded} failed={Failed} "
            + "waiting={Waiting}, "
            + "{Drift} order events are not accounted for")]
    private static partial void LogDrift(
        ILogger logger, string vendor, long received, long succeeded, long failed, long waiting, long drift);
}
