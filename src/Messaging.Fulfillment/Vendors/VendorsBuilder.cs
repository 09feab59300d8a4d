using System.Net.Http.Headers;
using Messaging.Contracts;
using Messaging.Fulfillment.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Vendors;

/// <summary>Registers vendors: <c>vendors.AddPolyv().AddFengchao().AddEm()</c>.</summary>
public sealed class VendorsBuilder
{
    private static readonly ProductInfoHeaderValue UserAgent =
        new("Messaging", typeof(VendorsBuilder).Assembly.GetName().Version?.ToString(fieldCount: 3));

    private readonly IServiceCollection _services;
    private readonly IConfiguration _vendors;
    private readonly IOrderFlow _flow;

    /// <summary>Whether a vendor has an account.</summary>
    internal bool ServesAny { get; private set; }

    internal VendorsBuilder(IServiceCollection services, IConfiguration vendors, IOrderFlow flow)
    {
        _services = services;
        _vendors = vendors;
        _flow = flow;
    }

    /// <summary>
    /// Adds a vendor: its options from the section <c>Vendors:{section}</c>, its adapter, its HTTP client, its consumer
    /// and all that is between them. Without an account below <c>Vendors:{section}:Accounts</c> it is off.
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
        var settings = _vendors.GetSection(section);
        if (!settings.GetSection(nameof(VendorOptions<>.Accounts)).GetChildren().Any())
        {
            AddIdle<TOptions>(vendor, settings);
            return this;
        }

        ServesAny = true;
        _services
            .AddSettings<TOptions>(settings)
            .AddSingleton(provider =>
                new RegisteredVendor(vendor, settings.Path, provider.GetRequiredService<IOptionsMonitor<TOptions>>()))
            .AddSingleton(
                provider => VendorSettings<TEvent>.From(provider.GetRequiredService<IOptionsMonitor<TOptions>>()))
            .AddSingleton<IVendorAdapter<TEvent>, TAdapter>()
            .AddHttpClient(vendor, client =>
            {
                // Attempts have a timeout of their own; a vendor's support asks for a user agent.
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.DefaultRequestHeaders.UserAgent.Add(UserAgent);
            })
            .RemoveAllLoggers()
            .UseSocketsHttpHandler((handler, _) =>
            {
                handler.ConnectTimeout = TimeSpan.FromSeconds(3);
                handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
                handler.AllowAutoRedirect = false;
                handler.UseCookies = false;
            });
        _flow.Add<TEvent>();
        return this;
    }

    /// <summary>
    /// Adds a vendor's signer to those that can be asked for by name, as to show how a signature comes about.
    /// </summary>
    public VendorsBuilder AddSigner<TSigner>()
        where TSigner : class, IParameterSigner
    {
        _services.AddSingleton<IParameterSigner, TSigner>();
        return this;
    }

    /// <summary>Adds what finds out whether a vendor takes an account's credentials.</summary>
    public VendorsBuilder AddCredentialCheck<TCheck>()
        where TCheck : class, ICredentialCheck
    {
        _services.AddSingleton<ICredentialCheck, TCheck>();
        return this;
    }

    /// <summary>
    /// Its settings are read, for those who sign by hand, and a key among them that nobody knows is an error: it may
    /// be what was meant to be <c>Accounts</c>. What is not used is not validated.
    /// </summary>
    private void AddIdle<TOptions>(string vendor, IConfigurationSection settings)
        where TOptions : VendorLimits =>
        _services
            .AddSingleton(new IdleVendor(vendor, settings.Path))
            .AddSingleton(new SettingsSection(settings.Path, typeof(TOptions)))
            .AddOptions<TOptions>().Bind(settings);
}
