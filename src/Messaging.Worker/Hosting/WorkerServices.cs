using MassTransit;
using Messaging.Fulfillment;
using Messaging.Fulfillment.Vendors;
using Messaging.Fulfillment.Vendors.Em;
using Messaging.Fulfillment.Vendors.Fengchao;
using Messaging.Fulfillment.Vendors.Polyv;
using Messaging.Worker.Management;
using Messaging.Worker.Operations;
using Messaging.Worker.Pages;

namespace Messaging.Worker.Hosting;

/// <summary>The services of the process.</summary>
internal static class WorkerServices
{
    /// <summary>Adds the service.</summary>
    /// <param name="services">The services to add to.</param>
    /// <param name="configuration">The service's settings.</param>
    /// <param name="vendors">Adds vendors beside the three.</param>
    /// <param name="others">Adds further consumers to the bus.</param>
    public static IServiceCollection AddWorker(
        this IServiceCollection services,
        IConfiguration configuration,
        Action<VendorsBuilder>? vendors = null,
        Action<IBusRegistrationConfigurator>? others = null)
    {
        services.AddLogging();
        services.AddBusSettings(configuration);
        services.AddTelemetry(configuration);
        services.AddHealthMetrics();
        services.AddManagement(configuration);
        services.AddOperations();
        services.AddPages();
        return services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.AddFulfillment(configuration, all =>
            {
                all.AddPolyv().AddFengchao().AddEm();
                vendors?.Invoke(all);
            });
            others?.Invoke(bus);
            bus.UseConfiguredTransport(configuration);
        });
    }
}
