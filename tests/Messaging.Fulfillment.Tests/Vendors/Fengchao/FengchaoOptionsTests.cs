using Messaging.Fulfillment.Vendors;
using Messaging.Fulfillment.Vendors.Fengchao;
using Microsoft.Extensions.Configuration;

namespace Messaging.Fulfillment.Tests.Vendors.Fengchao;

public class FengchaoOptionsTests
{
    private const string BadPath = "Vendors:Fengchao:Path: is no path from a slash on, without query or fragment, as "
        + "/gateway/dd/order/logistics/add.";

    [Fact]
    public void The_defaults_need_only_an_account()
    {
        var options = Bind(
            ("Accounts:Shop:AppId", "app-1"),
            ("Accounts:Shop:AppSecret", "s3cr3t"),
            ("Accounts:Shop:SellerNick", "oms38173182"));

        Assert.Empty(options.FindErrors("Vendors:Fengchao"));
        Assert.Equal(new Uri("https://kf.fw199.com"), options.BaseUrl);
        Assert.Equal(
            (100, 10.0, TimestampUnit.Seconds), (options.OrdersPerCall, options.CallsPerSecond, options.TimestampUnit));
        Assert.True(options.Accounts.ContainsKey("shop"));
    }

    [Theory]
    [InlineData("OrdersPerCall", "101", "Vendors:Fengchao:OrdersPerCall: 101 is outside 1 to 100, the vendor's limit.")]
    [InlineData("OrdersPerCall", "0", "Vendors:Fengchao:OrdersPerCall: 0 is outside 1 to 100, the vendor's limit.")]
    [InlineData("TimestampUnit", "7", "Vendors:Fengchao:TimestampUnit: '7' is neither Seconds nor Milliseconds.")]
    [InlineData(
        "Accounts:Shop:SellerNick",
        " ",
        "Vendors:Fengchao:Accounts:Shop:SellerNick: is missing; it is the shop's account, which Fengchao's "
            + "authorisation returns as doudianseller.")]
    [InlineData(
        "Accounts:Shop:AppId",
        "",
        "Vendors:Fengchao:Accounts:Shop:AppId: is missing; it is the application id that the vendor gave out.")]
    [InlineData("TimestampUnit", "Milliseconds", null)]
    [InlineData("Path", "/gateway/v2/dd/order/logistics/add", null)]
    [InlineData("Path", "gateway", BadPath)]
    [InlineData("Path", "", BadPath)]
    [InlineData("Path", "//elsewhere.example/add", BadPath)]
    [InlineData("Path", "https://elsewhere.example/add", BadPath)]
    [InlineData("Path", "/add?key=s3cr3t", BadPath)]
    [InlineData("Path", "/a dd", BadPath)]
    public void Every_error_is_named_with_its_path(string key, string value, string? expected)
    {
        var options = Bind(
            ("Accounts:Shop:AppId", "app-1"),
            ("Accounts:Shop:AppSecret", "s3cr3t"),
            ("Accounts:Shop:SellerNick", "oms38173182"),
            (key, value));

        Assert.Equal(expected is null ? [] : [expected], options.FindErrors("Vendors:Fengchao"));
    }

    private static FengchaoOptions Bind(params (string Key, string Value)[] settings)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in settings)
            values[key] = value;
        return new ConfigurationBuilder().AddInMemoryCollection(values).Build().Get<FengchaoOptions>()!;
    }
}
