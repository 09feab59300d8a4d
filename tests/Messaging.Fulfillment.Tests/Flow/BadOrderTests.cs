using Messaging.Contracts;
using Messaging.Testing.Service;

namespace Messaging.Fulfillment.Tests.Flow;

/// <summary>
/// One order whose own call always fails, and a vendor that refuses everything without a known reason.
/// </summary>
public class BadOrderTests
{
    private const string EmDone = """{"statusCode":0,"message":"修改成功"}""";
    private const string Busy = "系统繁忙，请稍后重试";

    /// <summary>So that many attempts take seconds.</summary>
    private static readonly (string, string) SoonAgain = ("Ledger:MaxRetryDelay", "00:00:00.5");

    /// <summary>Its account may have to be probed between them.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData(413, FailureReason.RejectedByVendor)] // A proxy that takes no more.
    [InlineData(403, FailureReason.RetriesExhausted)] // A firewall that dislikes a word.
    [InlineData(500, FailureReason.RetriesExhausted)]
    [InlineData(null, FailureReason.RetriesExhausted)] // The connection is cut.
    public async Task What_breaks_alone_while_others_pass_is_answered_after_a_few_calls(
        int? status, FailureReason reason)
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        vendor.Answer = call => !call.Contains("E-BAD", StringComparison.Ordinal) ? (200, EmDone)
            : status is { } bad ? (bad, "<html>no</html>")
            : null;
        await using var world = await SimulatedWorld.StartAsync(
            ("Vendors:Em:BaseUrl", vendor.Address), SoonAgain);
        await world.Bus.Publish(Events.Modified("E-BAD"));

        // It is the oldest, and would be the one to probe with for ever.
        var published = 0;
        await Eventually.TrueAsync(
            () =>
            {
                world.Bus.Publish(Events.Modified($"G{published++}")).GetAwaiter().GetResult();
                return world.Results.Any(received => received.Result.OrderNo == "E-BAD");
            },
            "the bad order is answered",
            Patience);
        var results = await world.ResultsAsync(published + 1);

        var failed = Assert.Single(results, received => received.Result is FulfillmentFailed).Failed;
        Assert.Equal(("E-BAD", reason, true), (failed.OrderNo, failed.Reason, failed.CanRetry));
        Assert.InRange(vendor.Calls.Count(call => call.Contains("E-BAD", StringComparison.Ordinal)), 3, 20);
    }

    [Theory]
    [InlineData(413)]
    [InlineData(403)]
    [InlineData(null)]
    public async Task An_order_that_breaks_its_call_is_found_among_many_and_costs_only_itself(int? status)
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        vendor.Answer = call => !call.Contains("P-BAD", StringComparison.Ordinal)
            ? (200, """{"code":200,"status":"success","data":null}""")
            : status is { } bad ? (bad, "<html>no</html>")
            : null;
        await using var world = await SimulatedWorld.StartAsync(
            ("Vendors:Polyv:BaseUrl", vendor.Address), SoonAgain);
        for (var i = 0; i < 200; i++)
            await world.Bus.Publish(Events.Delivering(i == 71 ? "P-BAD" : $"P{i}"));

        await Eventually.TrueAsync(
            () => world.Results.Count(received => received.Result is FulfillmentSucceeded) == 199,
            "all others are done");
        var published = 0;
        await Eventually.TrueAsync(
            () =>
            {
                world.Bus.Publish(Events.Delivering($"G{published++}")).GetAwaiter().GetResult();
                return world.Results.Any(received => received.Result is FulfillmentFailed);
            },
            "the bad order is answered",
            Patience);

        var failed = world.Results.Single(received => received.Result is FulfillmentFailed).Failed;
        Assert.Equal(("P-BAD", true), (failed.OrderNo, failed.CanRetry));
    }

    public static TheoryData<string, string, Func<int, object>> Vendors => new()
    {
        { "Em", $$"""{"statusCode":9999,"message":"{{Busy}}"}""", i => Events.Modified($"E{i}") },
        { "Fengchao", $$"""{"code":9998,"message":"{{Busy}}"}""", i => Events.Shipped($"F{i}") },
        { "Polyv", $$"""{"code":400,"status":"error","message":"{{Busy}}"}""", i => Events.Delivering($"P{i}") },
    };

    [Theory]
    [MemberData(nameof(Vendors), DisableDiscoveryEnumeration = true)]
    public async Task A_code_that_no_rule_knows_on_every_call_suspends_the_account_and_fails_no_order(
        string name, string answer, Func<int, object> create)
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        vendor.Answer = _ => (200, answer);
        await using var world = await SimulatedWorld.StartAsync(
            ($"Vendors:{name}:BaseUrl", vendor.Address), ($"Vendors:{name}:OrdersPerCall", name is "Em" ? "1" : "50"));
        for (var i = 0; i < 500; i++)
            await world.Bus.Publish(create(i));

        await Eventually.TrueAsync(
            () => world.Accounts.Any(account => account.State is not "Active"), "the account is suspended");
        var account = world.Accounts.Single();
        Assert.Contains("that no classification rule knows (code ", account.Reason, StringComparison.Ordinal);
        Assert.Contains("add a rule to the Classification", account.Next, StringComparison.Ordinal);
        await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.InRange(vendor.Calls.Count, 5, 25);
        Assert.Empty(world.Results);

        vendor.Answer = call => (200, name switch
        {
            "Em" => EmDone,
            "Polyv" => """{"code":200,"data":null}""",
            _ => ScriptedAnswers.Shipped(call),
        });
        var results = await world.ResultsAsync(500);
        Assert.All(results, received => Assert.IsType<FulfillmentSucceeded>(received.Result));
    }
}

internal static class ScriptedAnswers
{
    /// <summary>What Fengchao answers when all orders of a call are shipped.</summary>
    public static string Shipped(string call)
    {
        var start = call.IndexOf("request_data=", StringComparison.Ordinal) + "request_data=".Length;
        var orders = System.Text.Json.Nodes.JsonNode.Parse(call[start..(call.LastIndexOf(']') + 1)])!.AsArray();
        var data = orders.Select(order => $$"""{"order_id":"{{order!["order_id"]}}","code":0}""");
        return $$"""{"code":0,"data":[{{string.Join(',', data)}}]}""";
    }
}
