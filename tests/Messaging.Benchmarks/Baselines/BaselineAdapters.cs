using Messaging.Benchmarks.Orders;
using Messaging.Fulfillment.Vendors;
using Messaging.Fulfillment.Vendors.Em;
using Messaging.Fulfillment.Vendors.Fengchao;
using Messaging.Fulfillment.Vendors.Polyv;
using Messaging.VendorSimulator;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Messaging.Benchmarks.Baselines;

/// <summary>
/// The service's own adapters over HTTP clients as the service sets them up, so that the vendor call is the same for
/// all contestants.
/// </summary>
internal static class BaselineAdapters
{
    public static PolyvAdapter Polyv(Uri address) => new(
        Http(VendorNames.Polyv),
        new FixedOptions<PolyvOptions>(new()
        {
            BaseUrl = address,
            Accounts = { [Seller.Main.Name] = Credentials(new AccountOptions(), VendorNames.Polyv) },
        }),
        TimeProvider.System);

    public static FengchaoAdapter Fengchao(Uri address)
    {
        var account = Credentials(new FengchaoAccountOptions { SellerNick = Seller.Main.Shop }, VendorNames.Fengchao);
        return new(
            Http(VendorNames.Fengchao),
            new FixedOptions<FengchaoOptions>(new() { BaseUrl = address, Accounts = { [Seller.Main.Name] = account } }),
            TimeProvider.System);
    }

    public static EmAdapter Em(Uri address) => new(
        Http(VendorNames.Em),
        new FixedOptions<EmOptions>(new()
        {
            BaseUrl = address,
            Accounts = { [Seller.Main.Name] = Credentials(new AccountOptions(), VendorNames.Em) },
        }),
        TimeProvider.System);

    private static TAccount Credentials<TAccount>(TAccount account, string vendor)
        where TAccount : AccountOptions
    {
        (account.AppId, account.AppSecret) = (Seller.Main.AppIdAt(vendor), Seller.Main.SecretAt(vendor));
        return account;
    }

    private static VendorHttp Http(string vendor)
    {
        var services = new ServiceCollection();
        services.AddHttpClient(vendor, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .UseSocketsHttpHandler((handler, _) =>
            {
                handler.AllowAutoRedirect = false;
                handler.UseCookies = false;
            });
        return new(services.BuildServiceProvider().GetRequiredService<IHttpClientFactory>(), TimeProvider.System);
    }
}

/// <summary>Options that never reload.</summary>
internal sealed class FixedOptions<TOptions>(TOptions value) : IOptionsMonitor<TOptions>
{
    public TOptions CurrentValue => value;

    public TOptions Get(string? name) => value;

    public IDisposable? OnChange(Action<TOptions, string?> listener) => null;
}
