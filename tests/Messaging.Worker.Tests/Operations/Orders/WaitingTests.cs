using System.Net;
using System.Text.Json;
using Messaging.Fulfillment.Ledger;
using Messaging.Worker.Commands;
using Messaging.Worker.Operations.Audit;
using Messaging.Worker.Operations.Holds;
using Messaging.Worker.Operations.Orders;
using Messaging.Worker.Tests.Commands;

namespace Messaging.Worker.Tests.Operations.Orders;

/// <summary>Orders that wait are listed, counted and given up, in a worker with its bus in memory.</summary>
[Collection(EnvironmentVariable.Collection)]
public sealed class WaitingTests : IAsyncLifetime
{
    private OperatorScene _scene = null!;

    public async ValueTask InitializeAsync()
    {
        _scene = await OperatorScene.StartAsync();
        await _scene.DoAsync<HoldList>("/api/vendors/fengchao/hold", new HoldRequest("a wrong price"));
    }

    public ValueTask DisposeAsync() => _scene.DisposeAsync();

    [Fact]
    public async Task What_waits_is_listed_in_pages_and_counted()
    {
        await WaitAsync("A", "B", "C");

        var first = await _scene.AskAsync<WaitingList>("/api/orders?state=waiting&vendor=fengchao&limit=2&counts=true");
        var second = await _scene.AskAsync<WaitingList>($"/api/orders?limit=2&after={first.Next}");
        Assert.Equal(["A", "B", "C"], first.Orders.Concat(second.Orders).Select(order => order.OrderNo));
        Assert.Null(second.Next);
        var group = Assert.Single(first.Groups!);
        Assert.Equal(
            ("fengchao", "main", WaitReason.Due, 3L), (group.Vendor, group.Account, group.Reason, group.Count));
        Assert.Null(second.Groups);

        Assert.Empty((await _scene.AskAsync<WaitingList>("/api/orders?reason=later")).Orders);
        Assert.Empty((await _scene.AskAsync<WaitingList>("/api/orders?olderThan=01:00:00")).Orders);
        Assert.Equal(3, (await _scene.AskAsync<WaitingList>("/api/orders?olderThan=00:00:00&code=")).Orders.Count);
    }

    [Theory]
    [InlineData("state=failed")]
    [InlineData("reason=never")]
    [InlineData("reason=7")]
    [InlineData("olderThan=-01:00:00")]
    [InlineData("olderThan=soon")]
    [InlineData("after=x")]
    [InlineData("after=1-x")]
    public async Task What_cannot_be_meant_is_refused(string query)
    {
        using var response = await _scene.SendAsync(HttpMethod.Get, $"/api/orders?{query}", OperatorScene.Reader);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task What_is_given_up_fails_with_the_reason_that_was_said_and_is_never_sent()
    {
        await WaitAsync("A", "B");
        var id = (await _scene.AskAsync<WaitingList>("/api/orders")).Orders[0].EventId;

        var answer = await _scene.DoAsync<AnsweredOrders>(
            "/api/orders/give-up", new GiveUpRequest([id, Guid.Empty], "the customer withdrew"));
        Assert.Equal((id, Guid.Empty), (Assert.Single(answer.Answered), Assert.Single(answer.NotThere)));
        await _scene.DoAsync<HoldList>("/api/vendors/fengchao/release", new HoldRequest("the price is right"));

        await _scene.WaitAsync("A", status => status.State is "published");
        var result = (await _scene.ExplainAsync("A")).GetProperty("result");
        Assert.Equal("givenUpByOperator", result.GetProperty("reason").GetString());
        Assert.Equal(
            "An operator gave order A up before fengchao had answered for it: the customer withdrew.",
            result.GetProperty("message").GetString());
        Assert.Equal(0, result.GetProperty("attempts").GetInt32());
        Assert.Equal(
            ["vendors.release", "orders.give-up", "vendors.hold"],
            (await _scene.AskAsync<AuditList>("/api/audit")).Actions.Select(action => action.Action));
    }

    [Fact]
    public async Task A_reader_gives_nothing_up_and_nobody_without_a_reason_or_more_than_a_hundred()
    {
        var request = new GiveUpRequest([Guid.NewGuid()], "a test");
        await RefusedAsync(HttpStatusCode.Forbidden, OperatorScene.Reader, request);
        await RefusedAsync(HttpStatusCode.BadRequest, OperatorScene.Operator, request with { Why = null });
        await RefusedAsync(HttpStatusCode.BadRequest, OperatorScene.Operator, request with { EventIds = [] });
        await RefusedAsync(
            HttpStatusCode.BadRequest,
            OperatorScene.Operator,
            request with { EventIds = [.. Enumerable.Range(0, 101).Select(_ => Guid.NewGuid())] });
    }

    [Fact]
    public async Task The_command_line_lists_counts_and_gives_up()
    {
        await WaitAsync("<b>[red]A[/]");
        using var key = new EnvironmentVariable("MESSAGING_API_KEY", OperatorScene.Operator);

        var list =
            await Cli.RunAsync("orders", _scene.Url, "--vendor", "fengchao", "--older-than", "0:0:0", "--counts");
        Assert.Equal(ExitCode.Success, list.ExitCode);
        Assert.Contains("[red]A[/]", list.Output, StringComparison.Ordinal);
        var json = await Cli.RunAsync("orders", _scene.Url, "--json");
        var order = JsonElement.Parse(json.Output).GetProperty("orders")[0];
        Assert.Equal("due", order.GetProperty("reason").GetString());
        var given = await Cli.RunAsync(
            "give-up", _scene.Url, order.GetProperty("eventId").GetString()!, "--why", "the customer withdrew");
        Assert.Equal(ExitCode.Success, given.ExitCode);
        Assert.Contains("given up: 1,", given.Output, StringComparison.Ordinal);
    }

    private async Task RefusedAsync(HttpStatusCode status, string key, GiveUpRequest request)
    {
        using var response = await _scene.SendAsync(HttpMethod.Post, "/api/orders/give-up", key, request);
        Assert.Equal(status, response.StatusCode);
    }

    private async Task WaitAsync(params string[] orderNos)
    {
        foreach (var orderNo in orderNos)
        {
            await _scene.PublishAsync(orderNo);
            await _scene.WaitAsync(orderNo, status => status.State is "waiting");
        }
    }
}
