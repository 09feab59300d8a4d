using Messaging.Fulfillment.Telemetry;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Messaging.Fulfillment.Maintenance;

/// <summary>Shows what the health checks said last as a metric: nobody looks at a health page at night.</summary>
internal sealed class HealthGauge : IHealthCheckPublisher
{
    private volatile HealthReport? _report;

    public HealthGauge(FulfillmentMetrics metrics) => metrics.ObserveHealth(
        () => _report?.Entries.Select(entry => (entry.Key, (double)entry.Value.Status / (double)HealthStatus.Healthy))
            ?? []);

    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        _report = report;
        return Task.CompletedTask;
    }
}
