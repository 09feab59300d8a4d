using System.Globalization;
using System.Text.Json.Nodes;

namespace Messaging.VendorSimulator.Tests.Calls;

public sealed class SignatureTests
{
    private const string VectorSecret = "fsq2k5weced1h8vui657xtdva66whf0g";

    [Theory]
    [InlineData("0D2BDA2FD04D93A2B8832B91FD973C4D", "orderNo is required.")]
    [InlineData("0D2BDA2FD04D93A2B8832B91FD973C4E", "invalid signature.")]
    public async Task Polyvs_published_signature_is_accepted_and_a_similar_one_is_not(string sign, string answer)
    {
        await using var simulator = await Simulator.StartAsync(
            settings => settings.Accounts[VendorNames.Polyv]["g4rqgmmjuo"] = new() { Secret = VectorSecret });

        var body = await (await simulator.Http.GetAsync(
            "/live/v4/user/product/order/get?appId=g4rqgmmjuo"
            + "&channelIds=2477096,2272655&startDay=2022-05-20&endDay=2022-06-18"
            + $"&timestamp=1660270926732&page=&size=&sign={sign}")).Content.ReadAsStringAsync();

        Assert.Contains(answer, body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Polyv_takes_SHA256_when_the_call_says_so()
    {
        await using var simulator = await Simulator.StartAsync();

        var reply = await simulator.PolyvAsync("""{"orderNos":["A"],"status":"delivering"}""", query =>
        {
            query.Remove("sign");
            query["signatureMethod"] = "SHA256";
            query["sign"] = Signing.PolyvSha256(query, "demo-polyv-secret");
        });

        Assert.Equal(200, reply.Status);
    }

    [Fact]
    public async Task An_empty_value_is_signed_at_the_gateway()
    {
        await using var simulator = await Simulator.StartAsync();

        var reply = await simulator.EmAsync("""{"tradeno":"A"}""", fields =>
        {
            fields.Remove("sign");
            fields["note"] = "";
            fields["sign"] = Signing.Gateway(fields, "demo-em-secret");
        });

        Assert.Equal(0, (int)reply.Json["statusCode"]!);
    }

    [Theory]
    [InlineData(VendorNames.Polyv, -180000, true)]
    [InlineData(VendorNames.Polyv, -180001, false)]
    [InlineData(VendorNames.Polyv, 180001, false)]
    [InlineData(VendorNames.Fengchao, -600, true)]
    [InlineData(VendorNames.Fengchao, -601, false)]
    [InlineData(VendorNames.Em, 600, true)]
    [InlineData(VendorNames.Em, 601, false)]
    public async Task A_timestamp_is_good_within_the_window(string vendor, int offset, bool accepted)
    {
        await using var simulator = await Simulator.StartAsync();

        var reply = await CallAsync(simulator, vendor, fields =>
        {
            fields.Remove("sign");
            fields["timestamp"] = (long.Parse(fields["timestamp"], CultureInfo.InvariantCulture) + offset).ToString(
                CultureInfo.InvariantCulture);
            fields["sign"] = Sign(vendor, fields);
        });

        Assert.Equal(accepted, !reply.Body.Contains("timestamp", StringComparison.Ordinal));
        Assert.Equal(accepted ? 1 : 0, simulator.Vendors.Find(vendor)!.Journal.Summarize().Applications);
    }

    [Theory]
    [InlineData(VendorNames.Polyv, """{"code":400,"status":"error","message":"invalid signature.","data":""}""")]
    [InlineData(VendorNames.Fengchao, """{"code":40003,"message":"签名验证失败"}""")]
    [InlineData(VendorNames.Em, """{"statusCode":40003,"message":"签名验证失败","data":null}""")]
    public async Task A_wrong_signature_is_refused_as_the_vendor_does_and_counted(string vendor, string answer)
    {
        await using var simulator = await Simulator.StartAsync();

        var reply = await CallAsync(simulator, vendor, fields => fields["sign"] = new string('0', 32));

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(answer), reply.Json), reply.Body);
        var journal = simulator.Vendors.Find(vendor)!.Journal.Summarize();
        Assert.Equal((1, 1, 0), (journal.SignatureFailures, journal.Refused, journal.Applications));
    }

    [Theory]
    [InlineData(VendorNames.Polyv)]
    [InlineData(VendorNames.Fengchao)]
    [InlineData(VendorNames.Em)]
    public async Task A_signature_in_the_wrong_case_is_refused(string vendor)
    {
        await using var simulator = await Simulator.StartAsync();

        await CallAsync(simulator, vendor, fields => fields["sign"] = vendor is VendorNames.Polyv
            ? fields["sign"].ToLowerInvariant()
            : fields["sign"].ToUpperInvariant());

        Assert.Equal(1, simulator.Vendors.Find(vendor)!.Journal.Summarize().SignatureFailures);
    }

    [Theory]
    [InlineData(VendorNames.Polyv, "appId", "application not found.")]
    [InlineData(VendorNames.Fengchao, "appid", "appid不存在")]
    [InlineData(VendorNames.Em, "appid", "appid不存在")]
    public async Task An_unknown_application_id_is_refused(string vendor, string name, string answer)
    {
        await using var simulator = await Simulator.StartAsync();

        var reply = await CallAsync(simulator, vendor, fields => fields[name] = "nobody");

        Assert.Contains(answer, reply.Body, StringComparison.Ordinal);
        Assert.Equal(0, simulator.Vendors.Find(vendor)!.Journal.Summarize().SignatureFailures);
    }

    [Fact]
    public async Task Something_other_than_a_form_is_refused_at_the_gateway()
    {
        await using var simulator = await Simulator.StartAsync();

        using var content = new StringContent("{}");
        var reply = await simulator.Http.PostAsync("/franchiser/api/trade/modify", content);

        Assert.Contains("appid不存在", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static Task<Reply> CallAsync(
        Simulator simulator, string vendor, Action<Dictionary<string, string>> tamper) => vendor switch
        {
            VendorNames.Polyv => simulator.PolyvAsync("""{"orderNos":["A"],"status":"delivering"}""", tamper),
            VendorNames.Fengchao =>
                simulator.FengchaoAsync("""[{"order_id":"A","company_code":"zhongtong"}]""", tamper),
            _ => simulator.EmAsync("""{"tradeno":"A"}""", tamper),
        };

    private static string Sign(string vendor, Dictionary<string, string> fields) => vendor is VendorNames.Polyv
        ? Signing.Polyv(fields, "demo-polyv-secret")
        : Signing.Gateway(fields, $"demo-{vendor}-secret");
}
