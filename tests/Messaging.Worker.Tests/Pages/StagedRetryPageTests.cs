using System.Net;
using Messaging.Fulfillment.Ledger;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Worker.Tests.Pages;

/// <summary>A group is tried again in stages from the page; what is tried fails once more.</summary>
[Collection(Commands.EnvironmentVariable.Collection)]
public class StagedRetryPageTests
{
    private const string Start = "/ui/failures/staged/start";
    private const string Change = "/ui/failures/staged/change";
    private const string Markup = "<script>alert(1)</script><b onx=\"'&";

    private static readonly (string, string)[] Group =
        [("Vendor", "fengchao"), ("Reason", "invalidEvent"), ("Code", "")];

    [Fact]
    public async Task It_is_shown_what_would_be_sent_then_started_watched_and_ended_by_whoever_may()
    {
        await using var scene = await PageScene.StartAsync();
        foreach (var number in new[] { "A", "B", Markup })
            await scene.FailAsync(number);
        var browser = await scene.SignInAsync("operator");
        var failures = await browser.OpenAsync("/ui/failures");
        Assert.Contains($"formaction=\"{Start}\"", failures.Html, StringComparison.Ordinal);

        var preview = await browser.PostAsync(failures, Start, Group);
        Assert.Contains("3 order events would be tried again in 2 stages", preview.Text, StringComparison.Ordinal);
        Assert.Contains("1, 2.", preview.Text, StringComparison.Ordinal);
        (string, string)[] confirmed = [.. Group, ("Confirmed", "true")];
        var silent = await browser.PostAsync(preview, Start, confirmed);
        Assert.Contains("Say why, for the audit log", silent.Text, StringComparison.Ordinal);
        Assert.Contains("3 order events would be tried again", silent.Text, StringComparison.Ordinal);
        Assert.Empty(await ListAsync(scene));

        var started = await browser.PostAsync(silent, Start, [.. confirmed, ("Why", $"mended {Markup}")]);
        Assert.Equal("/ui/failures/staged/1", started.Location);
        var second = await browser.PostAsync(silent, Start, [.. confirmed, ("Why", "again")]);
        Assert.Contains("Staged retry 1 has these failures and has not ended", second.Text, StringComparison.Ordinal);
        await StoppedAsync(scene);
        var page = await browser.OpenAsync(started.Location!);
        Assert.Contains("stopped by itself", page.Text, StringComparison.Ordinal);
        Assert.Contains("the failure came back", page.Text, StringComparison.Ordinal);
        Assert.Contains("data-changes", page.Html, StringComparison.Ordinal);
        Assert.Contains("stopped by itself", (await browser.OpenAsync("/ui")).Text, StringComparison.Ordinal);

        var unexplained = await browser.PostAsync(page, Change, ("Number", "1"), ("Do", "Cancel"));
        Assert.Contains("Say why, for the audit log", unexplained.Text, StringComparison.Ordinal);
        var ended = await browser.PostAsync(page, Change, ("Number", "1"), ("Do", "Cancel"), ("Why", "no use"));
        Assert.Equal("/ui/failures/staged/1", ended.Location);
        var late = await browser.PostAsync(page, Change, ("Number", "1"), ("Do", "Pause"), ("Why", "wait"));
        Assert.Contains("Nothing was done: staged retry 1 is cancelled.", late.Text, StringComparison.Ordinal);
        page = await browser.OpenAsync(started.Location!);
        Assert.Contains("operator: no use", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Change, page.Html, StringComparison.Ordinal);
        Assert.All(
            new[] { preview, page, await browser.OpenAsync("/ui/failures/staged") },
            seen => Assert.DoesNotContain("<script>alert", seen.Html, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_account_of_the_group_may_be_tried_alone()
    {
        await using var scene = await PageScene.StartAsync(
            "Vendors:Fengchao:Accounts:other:AppId=other",
            "Vendors:Fengchao:Accounts:other:AppSecret=other",
            "Vendors:Fengchao:Accounts:other:SellerNick=other");
        await scene.FailAsync("A", "main");
        await scene.FailAsync("B", "other");
        var browser = await scene.SignInAsync("operator");
        var failures = await browser.OpenAsync("/ui/failures");

        var all = await browser.PostAsync(failures, Start, Group);
        Assert.Contains("2 order events would be tried again", all.Text, StringComparison.Ordinal);
        Assert.Contains("<option>other</option>", all.Html, StringComparison.Ordinal);
        var one = await browser.PostAsync(all, Start, [.. Group, ("Account", "other")]);
        Assert.Contains("1 order events would be tried again", one.Text, StringComparison.Ordinal);
        Assert.Contains("name=\"Account\" value=\"other\"", one.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("number=A\"", one.Html, StringComparison.Ordinal);
        var again = await browser.PostAsync(one, Start, [.. Group, ("Account", "")]);
        Assert.Contains("2 order events would be tried again", again.Text, StringComparison.Ordinal);

        await browser.PostAsync(
            one, Start, [.. Group, ("Account", "other"), ("Confirmed", "true"), ("Why", "mended")]);

        var started = Assert.Single(await ListAsync(scene));
        Assert.Equal(("other", 1L), (started.Group.Account, started.Total));
    }

    [Fact]
    public async Task A_reader_watches_in_his_language_and_nobody_acts_by_a_form_that_was_not_shown()
    {
        await using var scene = await PageScene.StartAsync();
        await scene.FailAsync("A");
        var browser = await scene.SignInAsync("operator");
        var failures = await browser.OpenAsync("/ui/failures");
        (string, string)[] confirmed = [.. Group, ("Confirmed", "true"), ("Why", "mended")];
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync(Start, confirmed)).Status);
        Assert.Empty(await ListAsync(scene));
        await browser.PostAsync(failures, Start, confirmed);
        await StoppedAsync(scene);

        var reader = await scene.SignInAsync("reader", "zh");
        var list = await reader.OpenAsync("/ui/failures/staged");
        Assert.Contains("已自动停止", list.Text, StringComparison.Ordinal);
        var page = await reader.OpenAsync("/ui/failures/staged/1");
        Assert.Contains("失败重现", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Change, page.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await reader.OpenAsync("/ui/failures/staged/2")).Status);
        (string, string)[] resume = [("Number", "1"), ("Do", "Resume"), ("Why", "x")];
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync(Change, resume)).Status);
        var answer = await reader.PostAsync(page, Change, resume);
        Assert.Contains("/ui/denied", answer.Location, StringComparison.Ordinal);
        Assert.Equal(StagedRetryStatus.Stopped, Assert.Single(await ListAsync(scene)).Status);
    }

    [Theory]
    [InlineData("7", "Pause", HttpStatusCode.OK)]
    [InlineData("7", "Burn", HttpStatusCode.BadRequest)]
    [InlineData("7", "9", HttpStatusCode.BadRequest)]
    [InlineData("x", "Pause", HttpStatusCode.BadRequest)]
    public async Task Nonsense_changes_nothing(string number, string what, HttpStatusCode status)
    {
        await using var scene = await PageScene.StartAsync();
        await scene.FailAsync("A");
        var browser = await scene.SignInAsync("operator");
        var failures = await browser.OpenAsync("/ui/failures");

        var answer = await browser.PostAsync(failures, Change, ("Number", number), ("Do", what), ("Why", "x"));

        Assert.Equal(status, answer.Status);
        Assert.Empty(await scene.Worker.Services.GetRequiredService<IAudit>().ListAuditAsync(
            new(), after: null, limit: 10, TestContext.Current.CancellationToken));
    }

    private static Task StoppedAsync(PageScene scene) => Eventually.TrueAsync(
        async () => (await ListAsync(scene)) is [{ Status: StagedRetryStatus.Stopped }], "it has stopped");

    private static Task<IReadOnlyList<StagedRetry>> ListAsync(PageScene scene) =>
        scene.Worker.Services.GetRequiredService<IStagedRetries>().ListStagedRetriesAsync(
            states: [], before: null, limit: 10, TestContext.Current.CancellationToken);
}
