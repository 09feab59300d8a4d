using Messaging.Fulfillment.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Messaging.Fulfillment.Maintenance;

internal static class MaintenanceRegistration
{
    /// <summary>Adds what keeps the ledger open, reconciled and within bounds, and its health checks.</summary>
    /// <param name="services">The services.</param>
    /// <param name="section">The section <c>Ledger</c>.</param>
    public static IServiceCollection AddMaintenance(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddHealthChecks()
            .AddCheck<LedgerHealthCheck>("ledger", tags: ["ready"])
            .AddCheck<OrdersHealthCheck>("orders", tags: ["ready"]);
        return services
            .AddSettings<MaintenanceOptions>(section)
            .AddSingleton<Reconciliation>()
            .AddSingleton<IHealthCheckPublisher, HealthGauge>()
            .AddSingleton<LedgerMaintenance>()
            .AddHostedService(provider => provider.GetRequiredService<LedgerMaintenance>());
    }
}
