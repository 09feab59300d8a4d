using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Fulfillment.Vendors;

internal static class VendorsRegistration
{
    /// <summary>
    /// Adds the vendors that <paramref name="configure"/> names, each with its <paramref name="flow"/>.
    /// </summary>
    public static IServiceCollection AddVendors(
        this IServiceCollection services,
        IConfigurationSection section,
        IOrderFlow flow,
        Action<VendorsBuilder> configure)
    {
        services.AddSingleton<VendorHttp>();
        configure(new VendorsBuilder(services, section, flow));
        return services;
    }
}
