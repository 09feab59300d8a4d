using Messaging.Fulfillment.Vendors;
using Messaging.Fulfillment.Vendors.Polyv;

namespace Messaging.Fulfillment.Tests.Vendors.Polyv;

public sealed class PolyvOptionsTests
{
    public static TheoryData<string, Action<PolyvOptions>> Mistakes => new()
    {
        { ":BaseUrl:", options => options.BaseUrl = null },
        { ":BaseUrl:", options => options.BaseUrl = new Uri("api.polyv.net", UriKind.Relative) },
        { ":BaseUrl:", options => options.BaseUrl = new Uri("ftp://api.polyv.net") },
        { ":OrdersPerCall:", options => options.OrdersPerCall = 0 },
        { ":OrdersPerCall:", options => options.OrdersPerCall = 1001 },
        { ":CallsPerSecond:", options => options.CallsPerSecond = double.NaN },
        { ":MaxAnswerBytes:", options => options.MaxAnswerBytes = 1023 },
        { ":SignatureMethod:", options => options.SignatureMethod = (PolyvSignatureMethod)7 },
        { ":NullDataMeans:", options => options.NullDataMeans = (PolyvNullData)7 },
        { ":ResolveUnknownBy:", options => options.ResolveUnknownBy = (PolyvResolution)7 },
        { ":QueriesPerCall:", options => options.QueriesPerCall = 0 },
        { ":QueriesPerCall:", options => options.QueriesPerCall = 1001 },
        { ":Accounts:", options => options.Accounts.Clear() },
        { ":Accounts:main:AppId:", options => options.Accounts["main"].AppId = " " },
        { ":Accounts:main:AppSecret:", options => options.Accounts["main"].AppSecret = "" },
        { ":Classification:0:Class:", options => options.Classification.Add(new ClassificationRule { Code = "1" }) },
    };

    [Fact]
    public void The_defaults_with_one_account_are_sound()
    {
        var options = PolyvCase.Options();

        Assert.Empty(options.FindErrors("Vendors:Polyv"));
        Assert.Equal(new Uri("https://api.polyv.net"), options.BaseUrl);
        Assert.Equal(1000, options.OrdersPerCall);
        Assert.Equal(10, options.CallsPerSecond);
        Assert.Equal(PolyvSignatureMethod.Md5, options.SignatureMethod);
        Assert.Equal(PolyvNullData.Succeeded, options.NullDataMeans);
        Assert.Equal(PolyvResolution.SendAgain, options.ResolveUnknownBy);
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_reported_with_its_path(string path, Action<PolyvOptions> mistake)
    {
        var options = PolyvCase.Options();
        mistake(options);

        var error = Assert.Single(options.FindErrors("Vendors:Polyv"));

        Assert.StartsWith("Vendors:Polyv" + path, error, StringComparison.Ordinal);
        Assert.DoesNotContain(PolyvCase.Secret, error, StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_reported_at_once()
    {
        var options = PolyvCase.Options();
        options.OrdersPerCall = -1;
        options.QueriesPerCall = -1;
        options.NullDataMeans = (PolyvNullData)9;

        Assert.Equal(3, options.FindErrors("P").Count());
    }
}
