using System.Net;
using System.Text.RegularExpressions;
using Messaging.Worker.Tests.Hosting;

namespace Messaging.Worker.Tests.Pages;

/// <summary>What the pages show, and do.</summary>
[Collection(Commands.EnvironmentVariable.Collection)]
public partial class PageContentTests
{
    private const string Markup = "<script>alert(1)</script><b onx=\"'&";

    [Fact]
    public async Task The_overview_names_vendors_accounts_health_and_what_fails()
    {
        await using var scene = await PageScene.StartAsync("Vendors:Em:Accounts:");
        await scene.FailAsync("A");
        var browser = await scene.SignInAsync("reader");

        var page = await browser.OpenAsync("/ui");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("Health", page.Text, StringComparison.Ordinal);
        Assert.Contains("vendor-fengchao", page.Html, StringComparison.Ordinal);
        Assert.Contains("Off, without accounts: em", page.Text, StringComparison.Ordinal);
        Assert.Contains("Nothing sent yet", page.Text, StringComparison.Ordinal);
        Assert.Contains(
            "/ui/failures?vendor=fengchao&reason=invalidEvent&noCode=true", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<button>Try again", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_is_held_from_the_page_its_orders_wait_and_it_is_on_record()
    {
        // Were all of a vendor's held, its orders would wait at the broker.
        await using var scene = await PageScene.StartAsync(
            "Vendors:Fengchao:Accounts:other:AppId=other",
            "Vendors:Fengchao:Accounts:other:AppSecret=other",
            "Vendors:Fengchao:Accounts:other:SellerNick=other");
        var browser = await scene.SignInAsync("operator");
        (string, string)[] account = [("Vendor", "fengchao"), ("Account", "main")];
        var form = await browser.OpenAsync("/ui/hold?vendor=fengchao&account=main");
        Assert.Contains("It is not held by itself.", form.Text, StringComparison.Ordinal);
        var silent = await browser.PostAsync(form, "/ui/hold", account);
        Assert.Contains("Say why, for the audit log", silent.Text, StringComparison.Ordinal);
        var odd = await browser.PostAsync(
            form, "/ui/hold", ("Vendor", "fengchao"), ("Account", "ma\0in"), ("Why", "x"));
        Assert.Equal(HttpStatusCode.BadRequest, odd.Status);

        var held = await browser.PostAsync(form, "/ui/hold", [.. account, ("Why", $"a wrong price {Markup}")]);
        Assert.Equal("/ui/hold?vendor=fengchao&account=main", held.Location);
        form = await browser.OpenAsync(held.Location!);
        Assert.Contains("fengchao main is held by operator since", form.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Markup, form.Html, StringComparison.Ordinal);
        await scene.ShipAsync("W-1");
        await Eventually.TrueAsync(
            async () => (await browser.OpenAsync("/ui/waiting?vendor=fengchao")).Html
                .Contains("/ui/orders?number=W-1", StringComparison.Ordinal),
            "it is among those that wait");
        await Eventually.TrueAsync(
            async () => (await browser.OpenAsync("/ui")).Text
                .Contains("Held by an operator: no call leaves", StringComparison.Ordinal),
            "the overview says so");

        await GiveUpAsync(browser, "W-1");
        await browser.PostAsync(form, "/ui/hold", [.. account, ("Release", "true"), ("Why", "corrected")]);
        form = await browser.OpenAsync(held.Location!);
        Assert.Contains("It is not held by itself.", form.Text, StringComparison.Ordinal);
        var audit = await browser.OpenAsync("/ui/audit");
        Assert.Contains("accounts.hold", audit.Text, StringComparison.Ordinal);
        Assert.Contains("accounts.release", audit.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Markup, audit.Html, StringComparison.Ordinal);
        var releases = await browser.OpenAsync("/ui/audit?what=accounts.release");
        Assert.DoesNotContain("accounts.hold", releases.Html, StringComparison.Ordinal);
    }

    private static async Task GiveUpAsync(Browser browser, string orderNo)
    {
        var order = await browser.OpenAsync($"/ui/orders?number={orderNo}");
        var id = GiveUpId().Match(order.Html).Groups["id"].Value;
        (string, string)[] which = [("EventId", id), ("Number", orderNo)];
        var question = await browser.PostAsync(order, "/ui/orders/give-up", which);
        Assert.Contains("answered as failed, given up by an operator", question.Text, StringComparison.Ordinal);
        (string, string)[] confirmed = [.. which, ("Confirmed", "true")];
        var silent = await browser.PostAsync(question, "/ui/orders/give-up", confirmed);
        Assert.Contains("Say why, for the audit log", silent.Text, StringComparison.Ordinal);

        var done = await browser.PostAsync(silent, "/ui/orders/give-up", [.. confirmed, ("Why", "withdrawn")]);
        Assert.Contains("It has been given up", done.Text, StringComparison.Ordinal);
        var again = await browser.PostAsync(silent, "/ui/orders/give-up", [.. confirmed, ("Why", "withdrawn")]);
        Assert.Contains("It does not wait any more", again.Text, StringComparison.Ordinal);
        order = await browser.OpenAsync($"/ui/orders?number={orderNo}");
        Assert.Contains("givenUpByOperator", order.Text, StringComparison.Ordinal);
        Assert.Contains(
            "Operator operator: orders.give-up, because: withdrawn", order.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/ui/orders/give-up", order.Html, StringComparison.Ordinal);
    }

    [GeneratedRegex(
        "name=\"EventId\" value=\"(?<id>[0-9a-f-]{36})\"",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex GiveUpId();

    [Theory]
    [InlineData("/ui/hold")]
    [InlineData("/ui/hold?vendor=nobody")]
    [InlineData("/ui/hold?vendor=fengchao&account=nobody")]
    public async Task What_there_is_not_cannot_be_held(string path)
    {
        await using var scene = await PageScene.StartAsync();
        var browser = await scene.SignInAsync("operator");

        Assert.Equal("/ui", (await browser.OpenAsync(path)).Location);
    }

    [Fact]
    public async Task An_order_says_in_a_sentence_first_why_it_was_not_shipped()
    {
        await using var scene = await PageScene.StartAsync();
        await scene.FailAsync("A/1?&");
        var browser = await scene.SignInAsync("reader");

        var page = await browser.OpenAsync($"/ui/orders?number={Uri.EscapeDataString("A/1?&")}");

        Assert.Contains("It failed, invalidEvent: CarrierCode is missing", page.Text, StringComparison.Ordinal);
        Assert.Contains("\"reason\": \"invalidEvent\"", page.Text, StringComparison.Ordinal);
        var unknown = await browser.OpenAsync("/ui/orders?number=B");
        Assert.Equal(HttpStatusCode.NotFound, unknown.Status);
        Assert.Contains("The ledger knows no event of order B", unknown.Text, StringComparison.Ordinal);
        Assert.Contains("Its number, exactly.", (await browser.OpenAsync("/ui/orders")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_is_shown_before_it_is_tried_again_and_only_then_tried()
    {
        await using var scene = await PageScene.StartAsync();
        var failed = await scene.FailAsync("A");
        await scene.FailAsync("B");
        var browser = await scene.SignInAsync("operator");
        var list = await browser.OpenAsync("/ui/failures");
        (string, string) id = ("EventIds", $"{failed.EventId}");

        var preview = await browser.PostAsync(list, "/ui/failures/retry", id);
        Assert.Contains("1 order events would be tried again", preview.Text, StringComparison.Ordinal);
        Assert.All(await scene.ListFailuresAsync(), one => Assert.Null(one.RetriedAs));
        var silent = await browser.PostAsync(preview, "/ui/failures/retry", id, ("Confirmed", "true"));
        Assert.Contains("Say why, for the audit log", silent.Text, StringComparison.Ordinal);
        Assert.All(await scene.ListFailuresAsync(), one => Assert.Null(one.RetriedAs));

        (string, string)[] confirmed = [id, ("Confirmed", "true"), ("Why", "a test")];
        var done = await browser.PostAsync(silent, "/ui/failures/retry", confirmed);
        Assert.Contains("<dt>Taken on</dt><dd>1</dd>", done.Html, StringComparison.Ordinal);
        var again = await browser.PostAsync(silent, "/ui/failures/retry", confirmed);
        Assert.Contains("<dt>Had been retried before</dt><dd>1</dd>", again.Html, StringComparison.Ordinal);
        await Eventually.TrueAsync(
            async () => (await scene.ListFailuresAsync()).Any(one => one.RetriedAs is not null), "it was tried again");
        await Eventually.TrueAsync(
            async () => (await browser.OpenAsync("/ui/orders?number=A")).Text
                .Contains("Was tried again as event", StringComparison.Ordinal),
            "the order says so");
    }

    [Fact]
    public async Task A_group_is_shown_too_and_what_is_not_there_is_said()
    {
        await using var scene = await PageScene.StartAsync();
        foreach (var number in new[] { "A", "B", "C" })
            await scene.FailAsync(number);
        var browser = await scene.SignInAsync("operator");
        var list = await browser.OpenAsync("/ui/failures");
        (string, string)[] group = [("Vendor", "fengchao"), ("Reason", "invalidEvent"), ("Code", "")];

        var one = await browser.PostAsync(list, "/ui/failures/retry", group);
        Assert.Contains("/ui/orders?number=C", one.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("/ui/orders?number=B", one.Html, StringComparison.Ordinal);
        var all = await browser.PostAsync(list, "/ui/failures/retry", [.. group, ("Limit", "100")]);
        Assert.Contains("3 order events would be tried again", all.Text, StringComparison.Ordinal);
        var nothing = await browser.PostAsync(list, "/ui/failures/retry", ("EventIds", $"{Guid.NewGuid()}"));
        Assert.Contains("1 cannot be: they are no failures", nothing.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Try again now", nothing.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("?vendor=fengchao&reason=invalidEvent&noCode=true", true)]
    [InlineData("?vendor=em", false)]
    [InlineData("?code=7", false)]
    [InlineData("?show=retried", false)]
    [InlineData("?show=all", true)]
    [InlineData("?from=2099-01-01T00:00", false)]
    [InlineData("?before=2020-01-01T00:00", false)]
    [InlineData("?from=yesterday&after=x&noCode=perhaps", true)]
    public async Task Failures_are_filtered_and_nonsense_is_no_filter(string query, bool isListed)
    {
        await using var scene = await PageScene.StartAsync();
        await scene.FailAsync("A-1");
        var browser = await scene.SignInAsync("reader");

        var page = await browser.OpenAsync($"/ui/failures{query}");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(isListed, page.Html.Contains("/ui/orders?number=A-1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_strangers_send_is_text_alone()
    {
        await using var scene = await PageScene.StartAsync();
        await scene.FailAsync(Markup);
        var browser = await scene.SignInAsync("operator");
        var failures = await browser.OpenAsync("/ui/failures");
        var id = (await scene.ListFailuresAsync())[0].EventId;

        Browser.Seen[] pages =
        [
            failures,
            await browser.OpenAsync($"/ui/orders?number={Uri.EscapeDataString(Markup)}"),
            await browser.OpenAsync($"/ui/orders?number={Uri.EscapeDataString($"{Markup}?")}"),
            await browser.OpenAsync($"/ui/failures?account={Uri.EscapeDataString(Markup)}&show=all"),
            await browser.OpenAsync($"/ui/sign-in?from={Uri.EscapeDataString(Markup)}"),
            await browser.PostAsync(failures, "/ui/failures/retry", ("EventIds", $"{id}")),
            await browser.PostAsync(
                failures, "/ui/failures/retry", ("EventIds", $"{id}"), ("Confirmed", "true"), ("Why", $"{Markup}\n")),
        ];

        Assert.All(pages, page => Assert.Contains(Markup, page.Text, StringComparison.Ordinal));
        Assert.All(pages, page => Assert.DoesNotContain("<script>", page.Html, StringComparison.Ordinal));
        Assert.All(pages, page => Assert.DoesNotContain("<b onx", page.Html, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("en", "with 99 others", "What happens next")]
    [InlineData("zh", "与另外 99 单一起", "接下来")]
    public async Task What_was_tried_is_told_on_the_page_and_a_vendors_words_are_text_alone(
        string language, string others, string next)
    {
        await using var scene = await PageScene.StartAsync();
        await scene.DeferAsync("T-1", Markup);
        var browser = await scene.SignInAsync("reader", language);

        var page = await browser.OpenAsync("/ui/orders?number=T-1");

        Assert.Contains(others, page.Text, StringComparison.Ordinal);
        Assert.Contains($"r-{Markup}", page.Text, StringComparison.Ordinal);
        Assert.Contains($"c-{Markup} m-{Markup}", page.Text, StringComparison.Ordinal);
        Assert.Contains(next, page.Text, StringComparison.Ordinal);
        Assert.Contains("2099-01-01", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b onx", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Characters_that_turn_a_line_round_stay_where_they_are()
    {
        await using var scene = await PageScene.StartAsync();
        await scene.FailAsync("A\u202eB");
        var browser = await scene.SignInAsync("reader");

        var page = await browser.OpenAsync("/ui/failures");

        Assert.Contains("<bdi>A\ufffdB</bdi>", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bus_in_memory_keeps_no_dead_letters()
    {
        await using var scene = await PageScene.StartAsync();
        var browser = await scene.SignInAsync("operator");

        Assert.Contains(
            "The bus is in memory", (await browser.OpenAsync("/ui/dead-letters")).Text, StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.NotFound, (await browser.OpenAsync("/ui/dead-letters/fulfillment-em_error/x")).Status);
    }

    [Fact]
    public async Task Whoever_looks_on_is_told_at_once_and_of_each_change()
    {
        await using var worker = await RunningWorker.StartAsync();
        using var answer = await worker.Client.GetAsync(
            new Uri("/ui/changes", UriKind.Relative),
            HttpCompletionOption.ResponseHeadersRead,
            TestContext.Current.CancellationToken);
        using var lines = new StreamReader(
            await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("event: changed", await lines.ReadLineAsync(TestContext.Current.CancellationToken));
    }
}
