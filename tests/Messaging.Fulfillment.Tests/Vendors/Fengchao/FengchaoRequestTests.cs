using System.Text.Json;
using Messaging.Contracts;
using Messaging.Fulfillment.Vendors;
using Messaging.Fulfillment.Vendors.Fengchao;

namespace Messaging.Fulfillment.Tests.Vendors.Fengchao;

public class FengchaoRequestTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1657525936);

    // Signatures: Python, hashlib.md5 of "s3cr3t" + "appidapp-1request_data" + the JSON +
    // "seller_nickoms38173182timestamp1657525936" + "s3cr3t".
    [Fact]
    public async Task The_pages_sample_order_is_posted_as_a_signed_form()
    {
        using var request =
            FengchaoRequest.Build([FengchaoSamples.Order()], FengchaoSamples.Account, FengchaoSamples.Options, Now);

        Assert.Equal(HttpMethod.Post, request.Method);
        Assert.Equal("https://kf.fw199.com/gateway/dd/order/logistics/add", request.RequestUri!.AbsoluteUri);
        Assert.Equal(
            "application/x-www-form-urlencoded; charset=utf-8", request.Content!.Headers.ContentType!.ToString());
        Assert.Equal(
            "appid=app-1&timestamp=1657525936&seller_nick=oms38173182"
            + "&request_data=%5B%7B%22order_id%22%3A%224948795729456854758%22%2C"
            + "%22company_code%22%3A%22zhongtong%22%2C%22logistics_code%22%3A%2275531717195834%22%7D%5D"
            + "&sign=409b422a0ddf0726cd3e66c6cf61c6be",
            await request.Content.ReadAsStringAsync());
    }

    [Fact]
    public void Host_and_path_are_those_that_are_configured()
    {
        var options = FengchaoSamples.Options;
        options.BaseUrl = new("https://open.fw199.com");
        options.Path = "/gateway/v2/add";

        using var request = FengchaoRequest.Build([FengchaoSamples.Order()], FengchaoSamples.Account, options, Now);

        Assert.Equal("https://open.fw199.com/gateway/v2/add", request.RequestUri!.AbsoluteUri);
    }

    [Fact]
    public async Task Milliseconds_are_sent_where_configured()
    {
        var options = FengchaoSamples.Options;
        options.TimestampUnit = TimestampUnit.Milliseconds;

        var form = await ReadFormAsync(options, FengchaoSamples.Order());

        Assert.Equal("1657525936000", form["timestamp"]);
        Assert.Equal("6b6ecbea3e89a99fc7f83c0d318722e7", form["sign"]);
    }

    [Fact]
    public async Task Every_field_of_the_page_can_be_sent()
    {
        var order = FengchaoSamples.Order("4782813149182887526") with
        {
            CarrierId = 0,
            CarrierName = "顺丰 公司&+",
            CarrierCode = "shunfeng",
            TrackingNo = "sf1231231231234",
            RejectPendingRefund = true,
            SerialNumbers = ["546443524543534", "646443524543534"],
            ShipFromAddressId = 6,
        };

        var form = await ReadFormAsync(FengchaoSamples.Options, order);

        Assert.Equal(
            """[{"order_id":"4782813149182887526","logistics_id":0,"company":"顺丰 公司&+","company_code":"shunfeng","logistics_code":"sf1231231231234","is_reject_refund":true,"serial_number_list":["546443524543534","646443524543534"],"address_id":6}]""",
            form["request_data"]);
        Assert.Equal("6d63c2e1bde9d42f0dd3833d9b0eb7e8", form["sign"]);
    }

    [Fact]
    public async Task A_full_call_of_long_orders_is_one_array_in_order()
    {
        OrderShipped[] orders = [.. Enumerable.Range(0, 100).Select(
            i => FengchaoSamples.Order($"{i}") with { CarrierName = new string('蜂', 2000) })];

        var form = await ReadFormAsync(FengchaoSamples.Options, orders);

        using var data = JsonDocument.Parse(form["request_data"]);
        Assert.Equal(
            orders.Select(o => o.OrderNo),
            data.RootElement.EnumerateArray().Select(o => o.GetProperty("order_id").GetString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" 1+2=3 & 4%20 ")]
    [InlineData("\"quoted\\\" 'text' <b>")]
    [InlineData("圆通速递 😀 é")]
    [InlineData("line\r\nbreak\ttab\0nul")]
    [InlineData("half a pair \ud83d and the other \ude00")]
    public async Task What_is_signed_is_what_is_posted(string text)
    {
        var form = await ReadFormAsync(
            FengchaoSamples.Options, FengchaoSamples.Order(text) with { CarrierName = text, TrackingNo = text });

        var posted = form.Where(p => p.Key is not "sign").Select(p => KeyValuePair.Create(p.Key, (string?)p.Value));
        Assert.Equal(new FengchaoSigner().Sign(posted, "s3cr3t").Value, form["sign"]);
        using var data = JsonDocument.Parse(form["request_data"]);
    }

    private static async Task<Dictionary<string, string>> ReadFormAsync(
        FengchaoOptions options, params OrderShipped[] orders)
    {
        using var request = FengchaoRequest.Build(orders, FengchaoSamples.Account, options, Now);
        return await FormVendor.ReadFormAsync(request);
    }
}
