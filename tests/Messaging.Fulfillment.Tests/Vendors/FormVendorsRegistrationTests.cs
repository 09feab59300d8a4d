using Messaging.Contracts;
using Messaging.Fulfillment.Vendors;
using Messaging.Fulfillment.Vendors.Em;
using Messaging.Fulfillment.Vendors.Fengchao;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Tests.Vendors;

public class FormVendorsRegistrationTests
{
    [Fact]
    public async Task Each_vendor_brings_its_adapter_options_and_signer()
    {
        var configuration =
            new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Vendors:Fengchao:Accounts:shop:AppId"] = "app-1",
                ["Vendors:Fengchao:Accounts:shop:AppSecret"] = "s3cr3t",
                ["Vendors:Fengchao:Accounts:shop:SellerNick"] = "oms38173182",
                ["Vendors:Em:BaseUrl"] = "nowhere",
                ["Vendors:Em:Accounts:main:AppId"] = "app-2",
            }).Build();
        var services =
            new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddSingleton<VendorHttp>();
        _ = new VendorsBuilder(services, configuration.GetSection("Vendors"), Fake.Create<IOrderFlow>((_, _) => null))
            .AddFengchao()
            .AddEm();
        await using var provider = services.BuildServiceProvider();

        Assert.IsType<FengchaoAdapter>(provider.GetRequiredService<IVendorAdapter<OrderShipped>>());
        Assert.Equal(
            "app-1",
            provider.GetRequiredService<IOptionsMonitor<FengchaoOptions>>().CurrentValue.Accounts["shop"].AppId);
        Assert.IsType<EmAdapter>(provider.GetRequiredService<IVendorAdapter<OrderModified>>());
        var invalid = Assert.Throws<OptionsValidationException>(
            () => provider.GetRequiredService<IOptionsMonitor<EmOptions>>().CurrentValue);
        Assert.Equal(2, invalid.Failures.Count());
        Assert.Equal(["fengchao", "em"], provider.GetServices<IParameterSigner>().Select(signer => signer.Vendor));
    }
}
