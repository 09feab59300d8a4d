using MassTransit;
using Messaging.Worker.Hosting.Broker;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Messaging.Worker.Hosting;

/// <summary>
/// Unhealthy while no queue is read, degraded while some are not. MassTransit's own check calls it degraded once the
/// bus has been started, also when the broker is gone: a worker that takes no orders would count as ready.
/// </summary>
internal sealed class BusHealthCheck(IBusControl bus, BrokerConnector connector, QueueStates queues) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        if (connector.Outage is { } outage)
        {
            return HealthCheckResult.Unhealthy(
                $"No broker lets this service in since {outage.Since:u}, and no order is taken; it is tried every "
                    + $"{BrokerConnector.Pause.TotalSeconds:F0} s. {outage.Reason}");
        }

        // The bus has an endpoint of its own, which takes nothing and counts as healthy whatever happens.
        var health = bus.CheckHealth();
        var endpoints = health.Endpoints.Values.Where(endpoint => endpoint.InputAddress != bus.Address).ToList();
        var read = endpoints.Count(endpoint => endpoint.Status == BusHealthStatus.Healthy);
        if (health.Status == BusHealthStatus.Healthy && read == endpoints.Count)
            return HealthCheckResult.Healthy();

        var reasons = queues.Unread
            .Where(queue => endpoints.Any(endpoint => endpoint.InputAddress == queue.Address))
            .Select(queue => $"{queue.Address.Segments[^1]} since {queue.Since:u}: {queue.Reason}")
            .DefaultIfEmpty(health.Description ?? "");
        var why = string.Join("; ", reasons);
        return read > 0
            ? HealthCheckResult.Degraded($"Not every queue is read; it is tried again by itself. {why}")
            : HealthCheckResult.Unhealthy($"No queue is read; it is tried again by itself. {why}");
    }
}
