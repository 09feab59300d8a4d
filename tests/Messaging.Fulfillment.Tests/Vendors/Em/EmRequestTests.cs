using System.Text.Json;
using Messaging.Contracts;
using Messaging.Fulfillment.Vendors;
using Messaging.Fulfillment.Vendors.Em;

namespace Messaging.Fulfillment.Tests.Vendors.Em;

public class EmRequestTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1727490896);

    // Signatures: Python, hashlib.md5 of "s3cr3t" + "appidapp-1request_data" + the JSON + "timestamp1727490896" +
    // "s3cr3t".
    [Fact]
    public async Task The_pages_sample_is_posted_as_a_signed_form()
    {
        using var request = EmRequest.Build(EmSamples.Everything, EmSamples.Account, EmSamples.Options, Now);

        Assert.Equal(HttpMethod.Post, request.Method);
        Assert.Equal("http://47.101.175.115:7070/franchiser/api/trade/modify", request.RequestUri!.AbsoluteUri);
        Assert.Equal(
            "application/x-www-form-urlencoded; charset=utf-8", request.Content!.Headers.ContentType!.ToString());
        Assert.Equal(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["appid"] = "app-1",
                ["timestamp"] = "1727490896",
                ["request_data"] =
                    """{"tradeno":"DD202409260001","warehouseid":"5","transportway":"2","logisticscompanyid":"10","receivername":"hanson","mobile":"18817834074","provincename":"上海","cityname":"上海市","distrctname":"嘉定区","address":"商城路123123","deliverydate":"2024-09-28","remark":"物流备注123","traderemark":"订单备注","logisticscontact":"hanson-w","logisticscarnumber":"沪A888888","logisticsmobile":"18817834074","items":[{"outerpcode":"ERP_1113005","mainmeasunitqty":"1","remark":"接口导入订单-修改明细3(数量3个改成1个)"}]}""",
                ["sign"] = "006e95906895a08cc3aadef3bacf28f1",
            },
            await FormVendor.ReadFormAsync(request));
    }

    [Fact]
    public async Task A_small_modification_is_this_very_body()
    {
        using var request =
            EmRequest.Build(EmSamples.Remark with { OrderRemark = "a b" }, EmSamples.Account, EmSamples.Options, Now);

        Assert.StartsWith(
            "appid=app-1&timestamp=1727490896&request_data=%7B%22tradeno%22%3A%22DD202409260001%22%2C%22"
            + "traderemark%22%3A%22a+b%22%7D&sign=",
            await request.Content!.ReadAsStringAsync(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_are_sent_as_numbers_where_configured()
    {
        var options = EmSamples.Options;
        options.NumbersAsStrings = false;
        var order = EmSamples.Remark with
        {
            OrderRemark = null,
            WarehouseId = 5,
            Items =
        [
            new() { ProductCode = "ERP_1113005", Quantity = 1 },
        ]
        };

        var form = await ReadFormAsync(order, options);

        Assert.Equal(
            """{"tradeno":"DD202409260001","warehouseid":5,"items":[{"outerpcode":"ERP_1113005","mainmeasunitqty":1}]}""",
            form["request_data"]);
        Assert.Equal("2c8179af2971c83f1164560af6c4b386", form["sign"]);
    }

    [Fact]
    public async Task A_remark_can_be_emptied()
    {
        var form = await ReadFormAsync(EmSamples.Remark with { OrderRemark = "" }, EmSamples.Options);

        Assert.Equal("""{"tradeno":"DD202409260001","traderemark":""}""", form["request_data"]);
    }

    [Fact]
    public async Task The_variant_of_form_and_signature_is_configurable()
    {
        var options = EmSamples.Options;
        options.TimestampUnit = TimestampUnit.Milliseconds;
        options.SignatureInUpperCase = true;

        var form = await ReadFormAsync(EmSamples.Everything, options);

        Assert.Equal("1727490896000", form["timestamp"]);
        Assert.Equal(form["sign"].ToUpperInvariant(), form["sign"]);
    }

    // Expected values: Python, hashlib.md5 of "s3cr3t" + "C蜂巢a1b" or "C蜂巢a1" + "s3cr3t".
    [Theory]
    [InlineData(true, "c4e06a4534d08b2ac756dafaafdac07e")]
    [InlineData(false, "91a8a19728e598b5203ffe7a4906ca48")]
    public void Whether_empty_values_are_signed_is_configurable(bool keep, string expected)
    {
        var options = EmSamples.Options;
        options.SignatureKeepsEmptyValues = keep;

        var signature = new EmSigner(
            new FixedOptions<EmOptions>(options)).Sign([new("a", "1"), new("b", ""), new("C", "蜂巢")], "s3cr3t");

        Assert.Equal(expected, signature.Value);
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
        var options = EmSamples.Options;

        var form = await ReadFormAsync(
            EmSamples.Everything with { OrderRemark = text, Address = text, ReceiverName = text }, options);

        var posted = form.Where(p => p.Key is not "sign").Select(p => KeyValuePair.Create(p.Key, (string?)p.Value));
        Assert.Equal(EmSigner.Sign(posted, "s3cr3t", options).Value, form["sign"]);
        using var data = JsonDocument.Parse(form["request_data"]);
    }

    private static async Task<Dictionary<string, string>> ReadFormAsync(OrderModified order, EmOptions options)
    {
        using var request = EmRequest.Build(order, EmSamples.Account, options, Now);
        return await FormVendor.ReadFormAsync(request);
    }
}
