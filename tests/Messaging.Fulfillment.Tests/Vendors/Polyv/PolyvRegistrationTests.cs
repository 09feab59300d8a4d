using Messaging.Contracts;
using Messaging.Fulfillment.Vendors;
using Messaging.Fulfillment.Vendors.Polyv;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Tests.Vendors.Polyv;

public sealed class PolyvRegistrationTests
{
    [Fact]
    public async Task Options_adapter_and_signer_come_from_one_line()
    {
        await using var provider = Register(new(StringComparer.Ordinal)
        {
            ["Vendors:Polyv:SignatureMethod"] = "sha256",
            ["Vendors:Polyv:NullDataMeans"] = "unknown",
            ["Vendors:Polyv:ResolveUnknownBy"] = "query",
            ["Vendors:Polyv:Classification:0:Code"] = "40250",
            ["Vendors:Polyv:Classification:0:Class"] = "retry",
            ["Vendors:Polyv:Accounts:Main:AppId"] = "id",
            ["Vendors:Polyv:Accounts:Main:AppSecret"] = "secret",
        });

        var options = provider.GetRequiredService<IOptions<PolyvOptions>>().Value;

        Assert.Equal(PolyvSignatureMethod.Sha256, options.SignatureMethod);
        Assert.Equal(PolyvNullData.Unknown, options.NullDataMeans);
        Assert.Equal(PolyvResolution.Query, options.ResolveUnknownBy);
        Assert.Equal(AnswerClass.Retry, Assert.Single(options.Classification).Class);
        Assert.Equal("id", options.Accounts["main"].AppId);
        Assert.Equal("polyv", provider.GetRequiredService<IVendorAdapter<OrderMarkedDelivering>>().Vendor);
        Assert.Equal("polyv", Assert.Single(provider.GetServices<IParameterSigner>()).Vendor);
    }

    [Fact]
    public async Task Mistakes_are_reported_with_their_path()
    {
        await using var provider = Register(new(StringComparer.Ordinal)
        {
            ["Vendors:Polyv:OrdersPerCall"] = "1001",
            ["Vendors:Polyv:Accounts:main:AppId"] = "id",
        });

        var error = Assert.Throws<OptionsValidationException>(
            () => provider.GetRequiredService<IOptions<PolyvOptions>>().Value);

        Assert.Contains(
            error.Failures, failure => failure.StartsWith("Vendors:Polyv:OrdersPerCall:", StringComparison.Ordinal));
        Assert.Contains(
            error.Failures, failure => failure.StartsWith("Vendors:Polyv:Accounts:", StringComparison.Ordinal));
    }

    private static ServiceProvider Register(Dictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<VendorHttp>();
        _ = new VendorsBuilder(
            services, configuration.GetSection("Vendors"), Fake.Create<IOrderFlow>((_, _) => null)).AddPolyv();
        return services.BuildServiceProvider();
    }
}
