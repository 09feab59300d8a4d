using MassTransit;
using Messaging.Contracts;
using Messaging.Fulfillment.Intake;
using Messaging.Fulfillment.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Vendors;

/// <summary>Registers vendors: <c>vendors.AddPolyv().AddFengchao().AddEm()</c>.</summary>
public sealed class VendorsBuilder
{
    private readonly IBusRegistrationConfigurator _bus;
    private readonly IConfiguration _vendors;

    internal VendorsBuilder(IBusRegistrationConfigurator bus, IConfiguration vendors)
    {
        _bus = bus;
        _vendors = vendors;
    }

    /// <summary>
    /// Adds a vendor: its options from the section <c>Vendors:{section}</c>, its adapter, its HTTP client, its consumer and all that
    /// stands between them.
    /// </summary>
    /// <typeparam name="TEvent">The order event that it handles.</typeparam>
    /// <typeparam name="TAdapter">Its adapter.</typeparam>
    /// <typeparam name="TOptions">Its options.</typeparam>
    /// <param name="vendor">Its name: lower case, used in results, metrics and the queue's name.</param>
    /// <param name="section">Its section below <c>Vendors</c>.</param>
    public VendorsBuilder Add<TEvent, TAdapter, TOptions>(string vendor, string section)
        where TEvent : class, IOrderEvent
        where TAdapter : class, IVendorAdapter<TEvent>
        where TOptions : VendorLimits
    {
        IServiceCollection services = _bus;
        var settings = _vendors.GetSection(section);
        services.AddSettings<TOptions>(settings);
        services.AddSingleton(provider => new RegisteredVendor(vendor, settings.Path, provider.GetRequiredService<IOptionsMonitor<TOptions>>()));
        services.AddSingleton(provider => VendorSettings<TEvent>.From(provider.GetRequiredService<IOptionsMonitor<TOptions>>()));
        services.AddSingleton<IVendorAdapter<TEvent>, TAdapter>();
        services.AddHttpClient(vendor, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .UseSocketsHttpHandler((handler, _) =>
            {
                handler.ConnectTimeout = TimeSpan.FromSeconds(3);
                handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
                handler.AllowAutoRedirect = false;
                handler.UseCookies = false;
            });
        _bus.AddOrderFlow<TEvent>();
        return this;
    }

    /// <summary>Adds a vendor's signer to those that can be asked for by name, as to show how a signature comes about.</summary>
    internal VendorsBuilder AddSigner<TSigner>()
        where TSigner : class, IParameterSigner
    {
        IServiceCollection services = _bus;
        services.AddSingleton<IParameterSigner, TSigner>();
        return this;
    }
}

/// <summary>A vendor that is served, for those who show or check what is registered.</summary>
/// <param name="Name">Its name, as <c>fengchao</c>.</param>
/// <param name="Section">Where its settings are, as <c>Vendors:Fengchao</c>.</param>
/// <param name="Settings">Its settings; reading them throws <see cref="OptionsValidationException"/> where they are not valid.</param>
public sealed record RegisteredVendor(string Name, string Section, IOptionsMonitor<VendorLimits> Settings);
