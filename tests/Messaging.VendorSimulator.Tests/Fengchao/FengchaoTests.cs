using System.Text.Json.Nodes;

namespace Messaging.VendorSimulator.Tests.Fengchao;

public sealed class FengchaoTests
{
    [Fact]
    public async Task A_shipped_order_is_answered_as_on_the_vendors_page()
    {
        await using var simulator = await Simulator.StartAsync();

        var reply = await simulator.FengchaoAsync(
            """[{"order_id":"4948795729456854758","company_code":"zhongtong","logistics_code":"75531717195834"}]""",
            tamper: null);

        var expected = JsonNode.Parse("""
            {"code":0,"message":"ok","trace_id":"","data":[{"order_id":"4948795729456854758","company_code":"zhongtong",
             "logistics_code":"75531717195834","code":0,"msg":""}]}
            """);
        Assert.True(JsonNode.DeepEquals(expected, reply.Json), reply.Body);
        Assert.Equal(
            "75531717195834", simulator.Vendors.Fengchao.Journal.Find("4948795729456854758")!.Applications[0].Value);
    }

    [Theory]
    [InlineData("1-UNKNOWN", "zhongtong", false, 50049, "isv.business-failed:50049")]
    [InlineData("1-PARTIAL", "zhongtong", false, 1, "该订单当前为“部分发货”状态,无法调用此接口")]
    [InlineData("1-REFUND", "zhongtong", false, 60040, "isv.business-failed:60040")]
    [InlineData("1-REFUND", "zhongtong", true, 0, "")]
    [InlineData("1-SHIPPED", "zhongtong", false, 60110, "isv.business-failed:60110")]
    [InlineData("1-CLOSED", "zhongtong", false, 60113, "isv.business-failed:60113")]
    [InlineData("1", "", false, 60018, "isv.business-failed:60018")]
    [InlineData("1-2", "zhongtong", false, 0, "")]
    public async Task Each_order_has_its_own_result(
        string orderId, string company, bool rejectRefund, int code, string message)
    {
        await using var simulator = await Simulator.StartAsync();
        var reject = rejectRefund ? "true" : "false";

        var reply = await simulator.FengchaoAsync(
            $$"""[{"order_id":"other","company_code":"x"},{"order_id":"{{orderId}}","company_code":"{{company}}","is_reject_refund":{{reject}}}]""",
            tamper: null);

        Assert.Equal(0, (int)reply.Json["code"]!);
        Assert.Equal(0, (int)reply.Json["data"]![0]!["code"]!);
        var result = reply.Json["data"]![1]!;
        Assert.Equal(
            (orderId, company, code),
            ((string?)result["order_id"], (string?)result["company_code"], (int)result["code"]!));
        Assert.Contains(message, (string?)result["msg"], StringComparison.Ordinal);
        Assert.Equal(code == 0 ? 1 : 0, simulator.Vendors.Fengchao.Journal.Find(orderId)!.Applied);
    }

    [Theory]
    [InlineData("T1")]
    [InlineData("T2")]
    public async Task Shipping_twice_is_answered_as_already_shipped_whatever_the_tracking_number(string secondTracking)
    {
        await using var simulator = await Simulator.StartAsync();
        await simulator.FengchaoAsync("""[{"order_id":"1","company_code":"x","logistics_code":"T1"}]""", tamper: null);

        var reply = await simulator.FengchaoAsync(
            $$"""[{"order_id":"1","company_code":"x","logistics_code":"{{secondTracking}}"}]""", tamper: null);

        Assert.Equal(60110, (int)reply.Json["data"]![0]!["code"]!);
        var entry = simulator.Vendors.Fengchao.Journal.Find("1")!;
        Assert.Equal((2, 1, "T1"), (entry.Sent, entry.Applied, entry.Applications.Single().Value));
    }

    [Theory]
    [InlineData("[]", "request_data不能为空")]
    [InlineData("{}", "request_data格式错误")]
    [InlineData("", "request_data格式错误")]
    [InlineData("[null]", "订单号传入错误")]
    [InlineData("""[{"company_code":"x"}]""", "订单号传入错误")]
    [InlineData("""[{"order_id":4948795729456854758,"company_code":"x"}]""", "request_data格式错误")]
    public async Task A_call_with_wrong_data_is_refused_by_the_outer_code(string requestData, string message)
    {
        await using var simulator = await Simulator.StartAsync();

        var reply = await simulator.FengchaoAsync(requestData, tamper: null);

        Assert.Equal((200, 1), (reply.Status, (int)reply.Json["code"]!));
        Assert.Contains(message, (string?)reply.Json["message"], StringComparison.Ordinal);
        Assert.Equal(1, simulator.Vendors.Fengchao.Journal.Summarize().Refused);
    }

    [Theory]
    [InlineData(100, 0)]
    [InlineData(101, 1)]
    public async Task A_call_takes_100_orders(int orders, int code)
    {
        await using var simulator = await Simulator.StartAsync();

        var reply = await simulator.FengchaoAsync([.. Enumerable.Range(0, orders).Select(i => $"o{i}")]);

        Assert.Equal(code, (int)reply.Json["code"]!);
        Assert.Equal(code == 0 ? 100 : 0, simulator.Vendors.Fengchao.Journal.Summarize().AppliedOrders);
    }

    [Fact]
    public async Task Another_sellers_nick_is_refused()
    {
        await using var simulator = await Simulator.StartAsync();

        var reply = await simulator.FengchaoAsync("""[{"order_id":"1","company_code":"x"}]""", fields =>
        {
            fields.Remove("sign");
            fields["seller_nick"] = "another-shop";
            fields["sign"] = Signing.Gateway(fields, "demo-fengchao-secret");
        });

        Assert.Equal(30001, (int)reply.Json["code"]!);
        Assert.Null(simulator.Vendors.Fengchao.Journal.Find("1"));
    }

    [Fact]
    public async Task A_poisoned_order_makes_its_whole_call_fail_when_asked_to()
    {
        await using var simulator =
            await Simulator.StartAsync(settings => settings.Faults["fengchao"] = new() { PoisonedOrders = true });

        var reply = await simulator.FengchaoAsync("1", "2-POISON");

        Assert.Equal("""{"code":1,"message":"非法的参数,订单号传入错误,建议检查是否为店铺单号"}""", reply.Body);
        Assert.Equal(0, simulator.Vendors.Fengchao.Journal.Summarize().Applications);
    }

    [Fact]
    public async Task An_order_that_is_being_processed_is_not_shipped()
    {
        await using var simulator =
            await Simulator.StartAsync(settings => settings.Faults["fengchao"] = new() { BeingProcessedShare = 1 });

        var reply = await simulator.FengchaoAsync(["1"]);

        Assert.NotEqual(0, (int)reply.Json["data"]![0]!["code"]!);
        Assert.Equal("存在处理中流程,请勿同时重复请求", (string?)reply.Json["data"]![0]!["msg"]);
        Assert.Equal(0, simulator.Vendors.Fengchao.Journal.Find("1")!.Applied);
    }
}
