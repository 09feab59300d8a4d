using Messaging.Contracts;
using Messaging.Fulfillment.Vendors;
using Messaging.Fulfillment.Vendors.Em;
using Microsoft.Extensions.Configuration;

namespace Messaging.Fulfillment.Tests.Vendors.Em;

public class EmOptionsTests
{
    [Fact]
    public void The_defaults_need_only_an_account()
    {
        var options = Bind(("Accounts:Main:AppId", "app-1"), ("Accounts:Main:AppSecret", "s3cr3t"));

        Assert.Empty(options.FindErrors("Vendors:Em"));
        Assert.Equal(new Uri("http://47.101.175.115:7070"), options.BaseUrl);
        Assert.Equal(
            (1, 20.0, TimestampUnit.Seconds), (options.OrdersPerCall, options.CallsPerSecond, options.TimestampUnit));
        Assert.Equal(
            (true, true, false),
            (options.NumbersAsStrings, options.SignatureKeepsEmptyValues, options.SignatureInUpperCase));
    }

    [Theory]
    [InlineData("OrdersPerCall", "2", "Vendors:Em:OrdersPerCall: 2 is outside 1 to 1, the vendor's limit.")]
    [InlineData("TimestampUnit", "7", "Vendors:Em:TimestampUnit: '7' is neither Seconds nor Milliseconds.")]
    [InlineData(
        "Accounts:Main:AppSecret",
        "",
        "Vendors:Em:Accounts:Main:AppSecret: is missing; set it from a secret store or the environment "
            + "(Vendors__Em__Accounts__Main__AppSecret).")]
    [InlineData("SignatureInUpperCase", "true", null)]
    [InlineData("Carriers:Express:0", "12", null)]
    [InlineData("Carriers:Freight:1", "0", "Vendors:Em:Carriers:Freight:0: 0 is not 1 or more.")]
    public void Every_error_is_named_with_its_path(string key, string value, string? expected)
    {
        var options = Bind(("Accounts:Main:AppId", "app-1"), ("Accounts:Main:AppSecret", "s3cr3t"), (key, value));

        Assert.Equal(expected is null ? [] : [expected], options.FindErrors("Vendors:Em"));
    }

    [Fact]
    public void A_list_of_carriers_replaces_the_pages_and_leaves_the_other()
    {
        var carriers = Bind(("Carriers:Express:0", "12"), ("Carriers:Express:1", "13")).Carriers;

        Assert.Equal([12, 13], carriers.Find(TransportMode.Express));
        Assert.Equal([6, 7, 9, 10, 11], carriers.Find(TransportMode.Freight));
        Assert.Null(carriers.Find(TransportMode.Pickup));
    }

    private static EmOptions Bind(params (string Key, string Value)[] settings)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in settings)
            values[key] = value;
        return new ConfigurationBuilder().AddInMemoryCollection(values).Build().Get<EmOptions>()!;
    }
}
