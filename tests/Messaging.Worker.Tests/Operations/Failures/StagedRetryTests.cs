using System.Net;
using System.Text.Json;
using Messaging.Fulfillment.Ledger;
using Messaging.Worker.Commands;
using Messaging.Worker.Operations.Audit;
using Messaging.Worker.Operations.Failures;
using Messaging.Worker.Tests.Commands;

namespace Messaging.Worker.Tests.Operations.Failures;

/// <summary>
/// A group is tried again in stages, in a worker with its bus in memory; what is tried fails once more.
/// </summary>
[Collection(EnvironmentVariable.Collection)]
public sealed class StagedRetryTests : IAsyncLifetime
{
    private const string Path = "/api/staged-retries";

    private static readonly StagedRetryRequest Group = new(
        "fengchao", "unknownAccount", Code: "", Account: null, LiftDeadline: false, DryRun: false, "it is set up now");

    private OperatorScene _scene = null!;

    public async ValueTask InitializeAsync() => _scene = await OperatorScene.StartAsync();

    public ValueTask DisposeAsync() => _scene.DisposeAsync();

    [Fact]
    public async Task It_stops_by_itself_after_one_order_that_fails_as_before_and_says_so()
    {
        await _scene.FailAsync("nobody", "A", "B", "C");

        var started = (await _scene.DoAsync<StagedRetryStart>(Path, Group)).Started!;
        var stopped = await StoppedAsync(started.Number);

        Assert.Equal((3, 3), (started.Total, started.Left));
        Assert.Equal((1, 0, 1, 2), (stopped.Sent, stopped.Succeeded, stopped.Failed, stopped.Left));
        var stage = Assert.Single(stopped.Stages);
        Assert.Equal((1, 1, 1, StageStop.FailureCameBack), (stage.Number, stage.Sent, stage.Failed, stage.Stop));
        Assert.Equal("unknownAccount", Assert.Single(stage.Failures).Reason);
        Assert.Equal(("night-shift", null), (stopped.StartedBy, stopped.ChangedBy));
        var failures = (await _scene.AskAsync<FailureList>("/api/failures")).Failures;
        Assert.Equal("C", Assert.Single(failures, failure => failure.RetriedAs is not null).OrderNo);
    }

    [Fact]
    public async Task A_dry_run_says_what_would_be_sent_and_sends_nothing()
    {
        await _scene.FailAsync("nobody", "A", "B", "C");
        await _scene.FailAsync("other", "D");

        var plan = (await _scene.DoAsync<StagedRetryStart>(Path, Group with { DryRun = true, Why = null })).Plan!;

        Assert.Equal((4, 3), (plan.Total, plan.StageCount));
        Assert.Equal([new("nobody", 3), new("other", 1)], plan.Accounts);
        Assert.Equal([1, 2, 1], plan.Stages);
        Assert.Equal("DCBA", string.Concat(plan.First.Select(failure => failure.OrderNo)));
        Assert.Empty((await _scene.AskAsync<StagedRetryList>(Path)).StagedRetries);
        Assert.Empty((await _scene.AskAsync<AuditList>("/api/audit")).Actions);
    }

    [Fact]
    public async Task A_second_of_the_same_failures_is_refused_in_words_until_the_first_has_ended()
    {
        await _scene.FailAsync("nobody", "A", "B");

        var starts = await Task.WhenAll(Enumerable.Range(0, 2)
            .Select(_ => _scene.SendAsync(HttpMethod.Post, Path, OperatorScene.Operator, Group)));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], starts.Select(start => start.StatusCode).Order());
        var refusal = await DetailAsync(starts.Single(start => start.StatusCode is HttpStatusCode.Conflict));
        Assert.StartsWith("Staged retry 1 has these failures and has not ended", refusal, StringComparison.Ordinal);
        Assert.Contains("started by night-shift", refusal, StringComparison.Ordinal);
        await _scene.DoAsync<StagedRetryAnswer>($"{Path}/1/cancel", new StagedRetryChange("not today"));
        Assert.NotNull((await _scene.DoAsync<StagedRetryStart>(Path, Group)).Started);
        foreach (var start in starts)
            start.Dispose();
    }

    [Fact]
    public async Task Who_looked_has_it_go_on_or_ends_it_and_what_has_ended_stays_so()
    {
        await _scene.FailAsync("nobody", "A", "B", "C");
        var number = (await _scene.DoAsync<StagedRetryStart>(Path, Group)).Started!.Number;
        await StoppedAsync(number);

        await _scene.DoAsync<StagedRetryAnswer>($"{Path}/{number}/resume", new StagedRetryChange("set up at last"));
        var again = await StoppedAsync(number, stages: 2);
        Assert.Equal([1, 1], again.Stages.Select(stage => stage.Size));
        var cancelled =
            await _scene.DoAsync<StagedRetryAnswer>($"{Path}/{number}/cancel", new StagedRetryChange("no use"));

        Assert.Equal(
            (StagedRetryStatus.Cancelled, "night-shift", "no use"),
            (cancelled.Status, cancelled.ChangedBy, cancelled.ChangedWhy));
        foreach (var action in new[] { "pause", "resume", "cancel" })
        {
            using var ended = await _scene.SendAsync(
                HttpMethod.Post, $"{Path}/{number}/{action}", OperatorScene.Operator, new StagedRetryChange("x"));
            Assert.Equal(HttpStatusCode.Conflict, ended.StatusCode);
            Assert.Equal($"Nothing was done: staged retry {number} is cancelled.", await DetailAsync(ended));
        }

        Assert.Equal(
            [
                ("staged-retries.cancel", "1", 1, "no use"),
                ("staged-retries.resume", "1", 1, "set up at last"),
                ("staged-retries.start", "fengchao  unknownAccount ", 3, "it is set up now"),
            ],
            (await _scene.AskAsync<AuditList>("/api/audit")).Actions
                .Select(record => (record.Action, record.Target, record.Count ?? 0, record.Why)));
    }

    [Theory]
    [InlineData("", """{"vendor":"fengchao","why":"x"}""", HttpStatusCode.BadRequest)]
    [InlineData("", """{"reason":"unknownAccount","why":"x"}""", HttpStatusCode.BadRequest)]
    [InlineData("", """{"vendor":"fengchao","reason":"unknownAccount"}""", HttpStatusCode.BadRequest)]
    [InlineData(
        "",
        """{"vendor":"fengchao","reason":"unknownAccount","account":"a\u0000b","why":"x"}""",
        HttpStatusCode.BadRequest)]
    [InlineData(
        "",
        """{"vendor":"fengchao","reason":"unknownAccount","code":"\u0000","dryRun":true}""",
        HttpStatusCode.BadRequest)]
    [InlineData("", """{"vendor":"fengchao","reason":"unknownAccount","why":"a\u0000b"}""", HttpStatusCode.BadRequest)]
    [InlineData(
        "",
        """{"vendor":"fengchao","reason":"unknownAccount","code":"<b>7","why":"x"}""",
        HttpStatusCode.Conflict)]
    [InlineData("/7/pause", """{"why":"x"}""", HttpStatusCode.NotFound)]
    [InlineData("/7/pause", "{}", HttpStatusCode.BadRequest)]
    [InlineData("/7/burn", """{"why":"x"}""", HttpStatusCode.NotFound)]
    [InlineData("/x/pause", """{"why":"x"}""", HttpStatusCode.NotFound)]
    public async Task What_cannot_be_done_is_refused(string path, string request, HttpStatusCode status)
    {
        using var answer = await _scene.SendAsync(
            HttpMethod.Post, Path + path, OperatorScene.Operator, JsonElement.Parse(request));

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task A_reader_sees_them_and_does_nothing()
    {
        await _scene.FailAsync("nobody", "A");
        await _scene.DoAsync<StagedRetryStart>(Path, Group);

        foreach (var (method, path, request, status) in new (HttpMethod, string, object?, HttpStatusCode)[]
        {
            (HttpMethod.Get, Path, null, HttpStatusCode.OK),
            (HttpMethod.Get, $"{Path}/1", null, HttpStatusCode.OK),
            (HttpMethod.Get, $"{Path}/2", null, HttpStatusCode.NotFound),
            (HttpMethod.Post, Path, Group, HttpStatusCode.Forbidden),
            (HttpMethod.Post, $"{Path}/1/cancel", new StagedRetryChange("x"), HttpStatusCode.Forbidden),
        })
        {
            using var answer = await _scene.SendAsync(method, path, OperatorScene.Reader, request);
            Assert.Equal(status, answer.StatusCode);
        }
    }

    [Fact]
    public async Task The_command_line_starts_shows_and_changes_one_and_markup_is_only_text()
    {
        const string account = "<b>[red]nobody[/]";
        await _scene.FailAsync(account, "A", "B");
        using var key = new EnvironmentVariable("MESSAGING_API_KEY", OperatorScene.Operator);
        string[] group = ["failures", "retry", _scene.Url, "--vendor", "fengchao", "--reason", "unknownAccount"];

        var plan = await Cli.RunAsync([.. group, "--staged", "--dry-run", "--why", "x"]);
        Assert.Contains("2 orders in 2 stages: 1, 1", plan.Output, StringComparison.Ordinal);
        Assert.Contains(account, plan.Output, StringComparison.Ordinal);
        var both = await Cli.RunAsync([.. group, "--staged", "--limit", "5", "--why", "x"]);
        Assert.Equal(ExitCode.Misconfigured, both.ExitCode);

        var started = await Cli.RunAsync([.. group, "--account", account, "--staged", "--why", "x"]);
        Assert.Equal(ExitCode.Success, started.ExitCode);
        Assert.Contains("running", started.Output, StringComparison.Ordinal);
        await StoppedAsync(1);
        var shown = await Cli.RunAsync("staged-retries", "show", "1", _scene.Url);
        Assert.Contains("stopped: the failure came back", Joined(shown.Output), StringComparison.Ordinal);
        var paused = await Cli.RunAsync("staged-retries", "pause", "1", _scene.Url, "--why", "x");
        Assert.Equal(ExitCode.Failure, paused.ExitCode);
        Assert.Contains("Nothing was done: staged retry 1 is stopped.", paused.Error, StringComparison.Ordinal);
        await Cli.RunAsync("staged-retries", "cancel", "1", _scene.Url, "--why", "x");
        var list = await Cli.RunAsync("staged-retries", "list", _scene.Url, "--before", "2", "--json");
        Assert.Equal(
            "cancelled",
            JsonElement.Parse(list.Output).GetProperty("stagedRetries")[0].GetProperty("status").GetString());
        var table = await Cli.RunAsync("staged-retries", "list", _scene.Url);
        Assert.Contains("cancelled", table.Output, StringComparison.Ordinal);
    }

    /// <summary>A narrow terminal breaks the cells of a table.</summary>
    private static string Joined(string table) =>
        string.Join(' ', table.Split([' ', '|', '\n'], StringSplitOptions.RemoveEmptyEntries));

    private static async Task<string> DetailAsync(HttpResponseMessage response) =>
        JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            .GetProperty("detail").GetString()!;

    private async Task<StagedRetryAnswer> StoppedAsync(long number, int stages = 1)
    {
        await _scene.UntilAsync(
            async ledger => await ledger.FindStagedRetryAsync(number, TestContext.Current.CancellationToken)
                is { Status: StagedRetryStatus.Stopped } found && found.Progress.Stage == stages,
            "it has stopped");
        return await _scene.AskAsync<StagedRetryAnswer>($"{Path}/{number}");
    }
}
