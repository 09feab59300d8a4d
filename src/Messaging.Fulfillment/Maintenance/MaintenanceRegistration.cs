using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Fulfillment.Maintenance;

internal static class MaintenanceRegistration
{
    /// <summary>Adds what keeps the ledger open, reconciled and within bounds, and its health check.</summary>
    public static IServiceCollection AddMaintenance(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<LedgerHealthCheck>("ledger", tags: ["ready"]);
        return services
            .AddSingleton<Reconciliation>()
            .AddSingleton<LedgerMaintenance>()
            .AddHostedService(provider => provider.GetRequiredService<LedgerMaintenance>());
    }
}
