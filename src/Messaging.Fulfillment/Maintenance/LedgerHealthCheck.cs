using Messaging.Fulfillment.Ledger;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Messaging.Fulfillment.Maintenance;

/// <summary>Unhealthy while the ledger cannot be used, degraded while its sums do not add up.</summary>
internal sealed class LedgerHealthCheck(
    ILedgerReports ledger, LedgerMaintenance maintenance, Reconciliation reconciliation) : IHealthCheck
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
        return drifting.Length == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded(
                $"The sums do not add up: {drifting}. Events were lost (positive) or counted twice (negative).");
    }
}
