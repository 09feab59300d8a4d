using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Maintenance;
using Messaging.Fulfillment.Tests.Dispatch;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Messaging.Fulfillment.Tests.Maintenance;

public class OrdersHealthCheckTests
{
    private readonly FakeTimeProvider _time = new(new(2026, 11, 11, 0, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(30, HealthStatus.Healthy)]
    [InlineData(31, HealthStatus.Degraded)]
    [InlineData(null, HealthStatus.Healthy)]
    public async Task An_order_that_waits_for_longer_than_half_an_hour_is_said(int? minutes, HealthStatus status)
    {
        var oldest = minutes is { } age ? _time.GetUtcNow().AddMinutes(-age) : (DateTimeOffset?)null;

        var result = await CheckAsync(new("em", 9, 2, 1, 6, 0, oldest), new("polyv", 1, 1, 0, 0, 0, null));

        Assert.Equal(status, result.Status);
        if (status == HealthStatus.Degraded)
        {
            Assert.Equal(
                "Orders wait for longer than Ledger:WarnAfter, 0:30:00. The oldest: em since 2026-11-10 23:29:00Z, of "
                    + "6 that wait.",
                result.Description);
        }
    }

    private async Task<HealthCheckResult> CheckAsync(params LedgerTotals[] totals)
    {
        using var metrics = TestMetrics.Create(_time);
        var reconciliation = new Reconciliation(metrics, _time, NullLogger<Reconciliation>.Instance);
        await reconciliation.CheckAsync(
            Fake.Create<ILedgerReports>((_, _) => Task.FromResult<IReadOnlyList<LedgerTotals>>(totals)),
            CancellationToken.None);
        var check = new OrdersHealthCheck(reconciliation, new FixedOptions<MaintenanceOptions>(new()), _time);
        return await check.CheckHealthAsync(new(), CancellationToken.None);
    }
}
