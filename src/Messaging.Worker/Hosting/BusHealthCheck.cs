using MassTransit;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Messaging.Worker.Hosting;

/// <summary>
/// Unhealthy while no queue is read. MassTransit's own check calls that degraded once the bus has been started, also
/// when the broker is gone: a worker that takes no orders would count as ready.
/// </summary>
internal sealed class BusHealthCheck(IBusControl bus) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var health = bus.CheckHealth();
        // The bus has an endpoint of its own, which takes nothing and counts as healthy whatever happens.
        var isRead = health.Endpoints.Values.Any(
            endpoint => endpoint.Status == BusHealthStatus.Healthy && endpoint.InputAddress != bus.Address);
        return Task.FromResult(health.Status switch
        {
            BusHealthStatus.Healthy => HealthCheckResult.Healthy(),
            BusHealthStatus.Degraded when isRead =>
                HealthCheckResult.Degraded($"Not every queue is read. {health.Description}"),
            _ => HealthCheckResult.Unhealthy(
                $"The broker cannot be reached, and no order is taken; it is tried until it can. {health.Description}"),
        });
    }
}
