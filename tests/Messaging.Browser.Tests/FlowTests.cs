using Microsoft.Playwright;

namespace Messaging.Browser.Tests;

/// <summary>What somebody does at three in the morning.</summary>
[Collection(PageFixture.Collection)]
public class FlowTests(PageFixture fixture)
{
    private string Address => fixture.Worker.Address;

    [Fact]
    public async Task From_the_overview_to_what_fails_to_an_order_to_its_repair()
    {
        await fixture.Worker.FailAsync("R-1");
        var page = await fixture.OpenAsync();

        await Assertions.Expect(page.GetByText("The vendor cannot be reached").First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "invalidEvent" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "R-1", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".sentence"))
            .ToContainTextAsync("It failed, invalidEvent: CarrierCode is missing");

        await page.GetByRole(AriaRole.Button, new() { Name = "Try again …" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("1 order events would be tried again");
        await page.FillAsync("#why", "a test");
        await page.GetByRole(AriaRole.Button, new() { Name = "Try again now" }).ClickAsync();
        await Assertions.Expect(page.Locator("[role=status] div").First).ToContainTextAsync("Taken on1");
        await page.GetByRole(AriaRole.Link, new() { Name = "R-1", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("article")).ToHaveCountAsync(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Selected_failures_are_tried_again_also_without_scripts(bool hasScripts)
    {
        var orderNo = $"S-{hasScripts}";
        await fixture.Worker.FailAsync(orderNo);
        var page = await fixture.OpenAsync(change: options => options.JavaScriptEnabled = hasScripts);

        await page.GotoAsync($"{Address}/failures");
        await page.GetByLabel($"Select {orderNo}").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Try the selected again …" }).ClickAsync();
        await page.FillAsync("#why", "a test");
        await page.PressAsync("#why", "Enter");

        await Assertions.Expect(page.Locator("[role=status] div").First).ToContainTextAsync("Taken on1");
        Assert.Contains(
            await fixture.Worker.ListFailuresAsync(), one => one.OrderNo == orderNo && one.RetriedAs is not null);
    }

    [Fact]
    public async Task An_open_page_shows_what_happens_and_takes_nothing_away_from_whoever_is_at_it()
    {
        var page = await fixture.OpenAsync();
        await page.GotoAsync($"{Address}/failures");

        await fixture.Worker.FailAsync("live-1");
        await Assertions.Expect(page.GetByText("live-1")).ToBeVisibleAsync();
        await page.GetByLabel("Select live-1").CheckAsync();
        await fixture.Worker.FailAsync("live-2");

        await Assertions.Expect(page.GetByText("This has changed")).ToBeVisibleAsync();
        Assert.True(await page.GetByLabel("Select live-1").IsCheckedAsync());
        Assert.Equal(0, await page.GetByText("live-2").CountAsync());
    }

    [Fact]
    public async Task A_dead_letter_is_looked_into_and_dropped()
    {
        var page = await fixture.OpenAsync();
        await page.GotoAsync($"{Address}/dead-letters");
        await page.GetByRole(AriaRole.Link, new() { Name = OpenedWorker.DeadLetters }).ClickAsync();
        await page.Locator("main td a").Last.ClickAsync();

        await Assertions.Expect(page.Locator(".headers")).ToContainTextAsync(OpenedWorker.Markup);
        Assert.Equal(0, await page.Locator("pre").CountAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the body" }).ClickAsync();
        await Assertions.Expect(page.Locator("pre")).ToContainTextAsync(OpenedWorker.Markup);
        Assert.NotEqual("owned", await page.TitleAsync());

        await page.GetByRole(AriaRole.Button, new() { Name = "Drop …" }).ClickAsync();
        await page.FillAsync("#why", "a test");
        await page.GetByRole(AriaRole.Button, new() { Name = "Drop now" }).ClickAsync();
        await Assertions.Expect(page.GetByText("1 dropped")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_reader_is_shown_no_button_and_signs_out()
    {
        var page = await fixture.OpenAsync("zh-CN", "reader");

        await page.GotoAsync($"{Address}/failures");
        Assert.Equal(0, await page.Locator("main form[method=post] button").CountAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "退出" }).ClickAsync();
        await page.GotoAsync($"{Address}/failures");

        Assert.Contains("/ui/sign-in?from=", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_in_a_chat_leads_whoever_has_signed_in_to_where_it_points()
    {
        var page = await fixture.OpenAsync();
        // Another site: by its name no strict cookie is sent along.
        await page.GotoAsync("data:text/html,<a href=\"" + Address + "/orders?number=A-1\">look</a>");

        await page.GetByRole(AriaRole.Link, new() { Name = "look" }).ClickAsync();

        await Assertions.Expect(page.Locator(".subject")).ToContainTextAsync("A-1");
    }
}
