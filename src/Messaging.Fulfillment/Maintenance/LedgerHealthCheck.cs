using Messaging.Fulfillment.Ledger;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Maintenance;

/// <summary>
/// Unhealthy while the ledger cannot be used, degraded while its sums do not add up or this machine's clock is wrong.
/// </summary>
internal sealed class LedgerHealthCheck(
    ILedgerReports ledger,
    LedgerMaintenance maintenance,
    Reconciliation reconciliation,
    LedgerTime time,
    IOptions<LedgerOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        if (ledger.Outage is { } outage)
        {
            return HealthCheckResult.Unhealthy(
                $"The ledger cannot be reached since {outage.Since:O}: {outage.Reason}. Messages stay in their "
                    + "queues.");
        }

        if (!maintenance.Opened.IsCompletedSuccessfully)
            return HealthCheckResult.Unhealthy("The ledger is not open yet.");
        var drifting =
            string.Join(", ", reconciliation.Drifting.Select(totals => $"{totals.Vendor} by {totals.Drift}"));
        if (drifting.Length > 0)
        {
            return HealthCheckResult.Degraded(
                $"The sums do not add up: {drifting}. Events were lost (positive) or counted twice (negative).");
        }

        var skew = time.Skew;
        return skew.Duration() > options.Value.ClockTolerance
            ? HealthCheckResult.Degraded(
                $"This machine's clock is {skew.Duration():g} {(skew > TimeSpan.Zero ? "ahead of" : "behind")} the "
                    + "database's. Leases, due times and deadlines follow the database's; set the clock.")
            : HealthCheckResult.Healthy();
    }
}
