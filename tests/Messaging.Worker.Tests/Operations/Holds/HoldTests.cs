using System.Net;
using System.Text.Json;
using Messaging.Worker.Commands;
using Messaging.Worker.Operations.Accounts;
using Messaging.Worker.Operations.Audit;
using Messaging.Worker.Operations.Holds;
using Messaging.Worker.Tests.Commands;

namespace Messaging.Worker.Tests.Operations.Holds;

/// <summary>Accounts and vendors are held and released, in a worker with its bus in memory.</summary>
[Collection(EnvironmentVariable.Collection)]
public sealed class HoldTests : IAsyncLifetime
{
    private static readonly HoldRequest Why = new("a wrong price");

    private OperatorScene _scene = null!;

    public async ValueTask InitializeAsync() => _scene = await OperatorScene.StartAsync();

    public ValueTask DisposeAsync() => _scene.DisposeAsync();

    [Fact]
    public async Task What_is_held_waits_is_said_everywhere_and_goes_on_when_it_is_released()
    {
        var held = await _scene.DoAsync<HoldList>("/api/accounts/Fengchao/MAIN/hold", Why);
        var hold = Assert.Single(held.Holds);
        Assert.Equal(
            ("fengchao", "main", "night-shift", "a wrong price"), (hold.Vendor, hold.Account, hold.Who, hold.Why));

        await _scene.PublishAsync("A-1");
        await _scene.WaitAsync("A-1", status => status.State is "waiting");
        var order = await _scene.ExplainAsync("A-1");
        Assert.Contains("held by night-shift since", order.GetProperty("why").GetString(), StringComparison.Ordinal);
        Assert.Contains("a wrong price", order.GetProperty("why").GetString(), StringComparison.Ordinal);
        var account = Assert.Single(
            (await _scene.AskAsync<AccountsAnswer>("/api/accounts")).Accounts, one => one.Vendor is "fengchao");
        Assert.Equal(("Held", hold), (account.State, account.Hold));
        using (var ready = await _scene.SendAsync(HttpMethod.Get, "/health/ready", OperatorScene.Reader))
        {
            var text = await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Contains("fengchao main is held by night-shift since", text, StringComparison.Ordinal);
        }

        await _scene.WaitAsync("A-1", status => status is { State: "waiting", Attempts: 0 });
        Assert.Empty((await _scene.DoAsync<HoldList>("/api/accounts/fengchao/main/release", Why)).Holds);
        await _scene.WaitAsync("A-1", status => status.Attempts > 0);
    }

    [Fact]
    public async Task A_vendor_is_held_as_a_whole_and_its_accounts_by_themselves()
    {
        await _scene.DoAsync<HoldList>("/api/vendors/fengchao/hold", Why);
        var both = await _scene.DoAsync<HoldList>("/api/accounts/fengchao/main/hold", Why);
        Assert.Equal([null, "main"], both.Holds.Select(hold => hold.Account));

        var left = await _scene.DoAsync<HoldList>("/api/vendors/fengchao/release", Why);
        Assert.Equal("main", Assert.Single(left.Holds).Account);
        Assert.Equal(left.Holds, (await _scene.AskAsync<HoldList>("/api/holds")).Holds);
        Assert.Equal(
            ["vendors.release", "accounts.hold", "vendors.hold"],
            (await _scene.AskAsync<AuditList>("/api/audit")).Actions.Select(action => action.Action));
    }

    [Theory]
    [InlineData("/api/accounts/fengchao/nobody/hold", "fengchao has no account nobody: main.")]
    [InlineData("/api/vendors/nobody/hold", "nobody is none of the vendors that are served: ")]
    [InlineData("/api/accounts/fengchao/main/release", "fengchao main is not held by itself")]
    [InlineData("/api/vendors/gone/release", "gone is not held by itself")]
    public async Task What_is_not_there_is_not_found(string path, string problem)
    {
        using var response = await _scene.SendAsync(HttpMethod.Post, path, OperatorScene.Operator, Why);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains(problem, JsonElement.Parse(text).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty((await _scene.AskAsync<AuditList>("/api/audit")).Actions);
    }

    [Fact]
    public async Task A_reader_holds_nothing_and_reads_no_audit_and_without_a_reason_nobody_holds()
    {
        const string path = "/api/vendors/fengchao/hold";
        using var reader = await _scene.SendAsync(HttpMethod.Post, path, OperatorScene.Reader, Why);
        Assert.Equal(HttpStatusCode.Forbidden, reader.StatusCode);
        using var silent =
            await _scene.SendAsync(HttpMethod.Post, path, OperatorScene.Operator, new HoldRequest(" "));
        Assert.Equal(HttpStatusCode.BadRequest, silent.StatusCode);
        using var audit = await _scene.SendAsync(HttpMethod.Get, "/api/audit", OperatorScene.Reader);
        Assert.Equal(HttpStatusCode.Forbidden, audit.StatusCode);

        Assert.Empty((await _scene.AskAsync<HoldList>("/api/holds")).Holds);
    }

    [Fact]
    public async Task The_command_line_holds_releases_and_tells_who_did()
    {
        using var key = new EnvironmentVariable("MESSAGING_API_KEY", OperatorScene.Operator);

        var hold = await Cli.RunAsync("hold", "fengchao", "main", _scene.Url, "--why", "[red]a wrong price[/]");
        Assert.Equal(ExitCode.Success, hold.ExitCode);
        Assert.Contains("fengchao main is held by night-shift since", hold.Output, StringComparison.Ordinal);
        await Cli.RunAsync("hold", "em", _scene.Url, "--why", "another");
        var release = await Cli.RunAsync("release", "em", _scene.Url, "--why", "corrected");
        Assert.Contains("[red]a wrong price[/]", release.Output, StringComparison.Ordinal);
        var audit = await Cli.RunAsync("audit", _scene.Url, "--limit", "2", "--json");
        var read = JsonElement.Parse(audit.Output);
        Assert.Equal("vendors.release", read.GetProperty("actions")[0].GetProperty("action").GetString());
        var next = read.GetProperty("next").GetString()!;
        var rest = await Cli.RunAsync("audit", _scene.Url, "--who", "night-shift", "--after", next);
        Assert.Contains("accounts.hold", rest.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("vendors.", rest.Output, StringComparison.Ordinal);
    }
}
