using System.Text.Json;

namespace Messaging.VendorSimulator.Tests.Polyv;

public sealed class PolyvTests
{
    [Fact]
    public async Task Orders_are_answered_one_by_one_in_one_call()
    {
        await using var simulator = await Simulator.StartAsync();

        var reply = await simulator.PolyvAsync("A", "B-UNKNOWN", "C");

        Assert.Equal(200, reply.Status);
        Assert.Equal(200, (int)reply.Json["code"]!);
        Assert.True((bool)reply.Json["success"]!);
        Assert.Equal(
            """{"successOrderNos":["A","C"],"failOrderList":[{"orderNo":"B-UNKNOWN","errCode":40244,"errMsg":"订单不存在"}]}""",
            reply.Body[(reply.Body.IndexOf("\"data\":", StringComparison.Ordinal) + 7)..(
                reply.Body.IndexOf(",\"code\"", StringComparison.Ordinal))]);
    }

    [Fact]
    public async Task Setting_the_status_again_succeeds_and_is_recorded()
    {
        await using var simulator = await Simulator.StartAsync();

        await simulator.PolyvAsync(["A"]);
        var reply = await simulator.PolyvAsync(["A"]);

        Assert.Equal("A", (string?)reply.Json["data"]!["successOrderNos"]![0]);
        var entry = simulator.Vendors.Polyv.Journal.Find("A")!;
        Assert.Equal((2, 2, "demo-polyv"), (entry.Sent, entry.Applied, entry.AppId));
        Assert.Equal(
            ["delivering", "delivering"],
            entry.Applications.Select(application => application.Value),
            StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("""{"orderNos":[],"status":"delivering"}""", "orderNos is required.")]
    [InlineData("""{"status":"delivering"}""", "orderNos is required.")]
    [InlineData("""{"orderNos":["A",null],"status":"delivering"}""", "orderNos is required.")]
    [InlineData("""{"orderNos":["A"]}""", "status is invalid.")]
    [InlineData("""{"orderNos":["A"],"status":"teleported"}""", "status is invalid.")]
    [InlineData(
        """{"orderNos":[4948795729456854758],"status":"delivering"}""", "the request body is not the expected json.")]
    [InlineData("null", "orderNos is required.")]
    [InlineData("", "the request body is not the expected json.")]
    public async Task A_call_with_wrong_parameters_is_refused_with_400(string body, string description)
    {
        await using var simulator = await Simulator.StartAsync();

        var reply = await simulator.PolyvAsync(body, tamper: null);

        Assert.Equal((400, 400, false), (reply.Status, (int)reply.Json["code"]!, (bool)reply.Json["success"]!));
        Assert.Equal(description, (string?)reply.Json["error"]!["desc"]);
        var journal = simulator.Vendors.Polyv.Journal.Summarize();
        Assert.Equal((1, 0), (journal.Refused, journal.Applications));
    }

    [Theory]
    [InlineData(1000, 200)]
    [InlineData(1001, 400)]
    public async Task A_call_takes_1000_orders(int orders, int status)
    {
        await using var simulator = await Simulator.StartAsync();

        var reply = await simulator.PolyvAsync([.. Enumerable.Range(0, orders).Select(i => $"o{i}")]);

        Assert.Equal(status, reply.Status);
        Assert.Equal(status == 200 ? 1000 : 0, simulator.Vendors.Polyv.Journal.Summarize().AppliedOrders);
    }

    [Theory]
    [InlineData("A", "wait_delivery")]
    [InlineData("A-SHIPPED", "delivering")]
    [InlineData("SENT", "delivering")]
    public async Task An_orders_status_can_be_read(string orderNo, string status)
    {
        await using var simulator = await Simulator.StartAsync();
        await simulator.PolyvAsync(["SENT"]);

        var reply = await simulator.PolyvOrderAsync(orderNo);

        Assert.Equal(
            (orderNo, status), ((string?)reply.Json["data"]!["orderNo"], (string?)reply.Json["data"]!["status"]));
    }

    [Fact]
    public async Task Reading_an_unknown_order_is_answered_with_40244()
    {
        await using var simulator = await Simulator.StartAsync();

        var reply = await simulator.PolyvOrderAsync("A-UNKNOWN");

        Assert.Equal((400, 40244), (reply.Status, (int)reply.Json["error"]!["code"]!));
    }

    [Theory]
    [InlineData(true, 400)]
    [InlineData(false, 200)]
    public async Task A_poisoned_order_makes_its_whole_call_fail_when_asked_to(bool poisoned, int status)
    {
        await using var simulator =
            await Simulator.StartAsync(settings => settings.Faults["polyv"] = new() { PoisonedOrders = poisoned });

        var reply = await simulator.PolyvAsync("A", "B-POISON");

        Assert.Equal(status, reply.Status);
        Assert.Equal(poisoned ? 0 : 2, simulator.Vendors.Polyv.Journal.Summarize().Applications);
    }

    [Fact]
    public async Task The_error_of_a_refused_call_has_the_published_shape()
    {
        await using var simulator = await Simulator.StartAsync();

        var reply = await simulator.PolyvAsync("{}", query => query["appId"] = "nobody");

        var error = JsonSerializer.Deserialize<JsonElement>(reply.Body);
        Assert.Equal("error", error.GetProperty("status").GetString());
        Assert.NotEmpty(error.GetProperty("requestId").GetString()!);
        Assert.Equal(20001, error.GetProperty("error").GetProperty("code").GetInt32());
        Assert.False(error.GetProperty("success").GetBoolean());
    }
}
