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
        var vendors = new VendorsBuilder(services, section, flow);
        configure(vendors);
        if (!vendors.ServesAny)
        {
            services.AddOptions<NoVendor>()
                .Validate(_ => false, $"{section.Path}: no vendor has an account, so there is nothing to do; add at "
                    + $"least {section.Path}:<vendor>:Accounts:<name>:AppId and :AppSecret.")
                .ValidateOnStart();
        }

        return services;
    }

    /// <summary>Options that are never right.</summary>
    private sealed class NoVendor;
}
