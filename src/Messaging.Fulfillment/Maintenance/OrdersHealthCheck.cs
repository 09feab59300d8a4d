using Messaging.Fulfillment.Ledger;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Maintenance;

/// <summary>Degraded while an order waits for longer than anybody should have to.</summary>
internal sealed class OrdersHealthCheck(
    Reconciliation reconciliation,
    IOptionsMonitor<MaintenanceOptions> options,
    [FromKeyedServices(LedgerTime.Key)] TimeProvider time) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var before = time.GetUtcNow() - options.CurrentValue.WarnAfter;
        var late = string.Join("; ", reconciliation.Totals
            .Where(totals => totals.OldestWaiting < before)
            .Select(totals => $"{totals.Vendor} since {totals.OldestWaiting:u}, of {totals.Waiting} that wait"));
        return Task.FromResult(late.Length == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded(
                $"Orders wait for longer than Ledger:WarnAfter, {options.CurrentValue.WarnAfter:g}. The oldest: "
                    + $"{late}."));
    }
}
