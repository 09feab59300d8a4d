using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Fulfillment.Telemetry;

internal static class TelemetryRegistration
{
    /// <summary>Adds the service's metrics and spans.</summary>
    public static IServiceCollection AddFulfillmentMetrics(this IServiceCollection services) =>
        services.AddMetrics().AddSingleton<FulfillmentMetrics>();
}
