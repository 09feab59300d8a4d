using System.Text.Json;
using Messaging.Fulfillment.Vendors.Polyv;

namespace Messaging.Fulfillment.Tests.Vendors.Polyv;

/// <summary>Signatures were computed independently of this code, with Python's hashlib.</summary>
public sealed class PolyvRequestTests
{
    private const string Path = "https://api.polyv.net/live/v4/user/product/order/";
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1665629374000);
    private readonly PolyvOptions _options = PolyvCase.Options();

    [Fact]
    public async Task An_update_is_the_pages_request()
    {
        using var request = PolyvRequest.Update(
            _options, _options.Accounts[PolyvCase.Account], ["product2024052118172258515c", "B"], Now);

        Assert.Equal(HttpMethod.Post, request.Method);
        Assert.Equal(
            Path + "update-batch-status?appId=frlr1zazn3&timestamp=1665629374000&sign=D0AABEE981935A42A5A52207DC32FB77",
            request.RequestUri!.AbsoluteUri);
        Assert.Equal("application/json; charset=utf-8", request.Content!.Headers.ContentType!.ToString());
        Assert.Equal(
            """{"orderNos":["product2024052118172258515c","B"],"status":"delivering"}""",
            await request.Content.ReadAsStringAsync());
    }

    [Fact]
    public void SHA256_is_announced_in_the_query()
    {
        _options.SignatureMethod = PolyvSignatureMethod.Sha256;

        using var request = PolyvRequest.Update(_options, _options.Accounts[PolyvCase.Account], ["A"], Now);

        Assert.Equal(
            "?appId=frlr1zazn3&timestamp=1665629374000&signatureMethod=SHA256"
                + "&sign=895C7AA480C577444566A72DE581E01CF9A34AFD2F67CCD116BCFBBA9C783A01",
            request.RequestUri!.Query);
    }

    [Fact]
    public void A_query_signs_the_raw_order_number_and_sends_it_escaped()
    {
        using var request = PolyvRequest.Get(_options, _options.Accounts[PolyvCase.Account], "A 1&中", Now);

        Assert.Equal(HttpMethod.Get, request.Method);
        Assert.Null(request.Content);
        Assert.Equal(
            Path + "get?appId=frlr1zazn3&timestamp=1665629374000&orderNo=A%201%26%E4%B8%AD"
            + "&sign=513A6AA68134ECC99498D49A93E5B089",
            request.RequestUri!.AbsoluteUri);
    }

    [Fact]
    public async Task The_secret_does_not_travel()
    {
        using var request = PolyvRequest.Update(_options, _options.Accounts[PolyvCase.Account], ["A"], Now);

        Assert.DoesNotContain(
            PolyvCase.Secret, $"{request} {await request.Content!.ReadAsStringAsync()}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("中文")]
    [InlineData("\"\\/<>&'+")]
    [InlineData("😀")]
    public async Task Any_order_number_arrives_as_it_is(string orderNo)
    {
        using var request = PolyvRequest.Update(_options, _options.Accounts[PolyvCase.Account], [orderNo], Now);

        using var body = JsonDocument.Parse(await request.Content!.ReadAsStringAsync());
        Assert.Equal(orderNo, body.RootElement.GetProperty("orderNos")[0].GetString());
    }
}
