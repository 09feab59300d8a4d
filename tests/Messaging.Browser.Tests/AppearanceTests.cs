using Deque.AxeCore.Playwright;
using Messaging.Fulfillment.Testing;
using Microsoft.Playwright;

namespace Messaging.Browser.Tests;

/// <summary>Each page can be read by everybody: in both languages, light and dark, on a phone.</summary>
[Collection(PageFixture.Collection)]
public class AppearanceTests(PageFixture fixture)
{
    private static readonly string[] Paths =
    [
        "",
        "/workers",
        "/waiting",
        "/hold?vendor=polyv&account=main",
        "/audit",
        "/failures",
        "/failures/staged",
        "/orders?number=A-1",
        "/orders?number=P-1",
        $"/orders?number={Uri.EscapeDataString(OpenedWorker.Markup)}",
        "/dead-letters",
        $"/dead-letters/{OpenedWorker.DeadLetters}",
        "/sign-in",
    ];

    [Theory]
    [InlineData("zh-CN", ColorScheme.Light, 1280)]
    [InlineData("en", ColorScheme.Dark, 360)]
    public async Task Every_page_can_be_read_by_everybody(string language, ColorScheme scheme, int width)
    {
        var page = await fixture.OpenAsync(language, change: options =>
        {
            options.ColorScheme = scheme;
            options.ViewportSize = new() { Width = width, Height = 800 };
        });

        foreach (var path in Paths)
        {
            await page.GotoAsync(fixture.Worker.Address + path);
            await CheckAsync(page, language, width);
        }

        await page.GotoAsync(fixture.Worker.Address + "/failures");
        await page.Locator("button[formaction='/ui/failures/staged/start']").First.ClickAsync();
        await Assertions.Expect(page.Locator("#why")).ToBeVisibleAsync();
        await CheckAsync(page, language, width);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_page_runs_no_script_but_its_own()
    {
        var page = await fixture.OpenAsync();
        var lines = new List<string>();
        page.Console += (_, message) => lines.Add(message.Text);

        await page.GotoAsync(fixture.Worker.Address + "/failures");
        // By the page itself, as an injection would.
        await page.Locator("main").EvaluateAsync(
            "main => { main.innerHTML += `<img src=x onerror=\"document.title='owned'\">`; }");

        await Eventually.TrueAsync(
            () => Task.FromResult(
                lines.Exists(line => line.Contains("Content Security Policy", StringComparison.Ordinal))),
            "the browser has refused it");
        Assert.NotEqual("owned", await page.TitleAsync());
    }

    [Fact]
    public async Task The_first_step_by_keyboard_leads_to_the_content()
    {
        var page = await fixture.OpenAsync();

        await page.GotoAsync(fixture.Worker.Address);
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("skip", await page.EvaluateAsync<string>("document.activeElement.className"));
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("content", await page.EvaluateAsync<string>("document.activeElement.id"));
    }

    /// <summary>Checks a page that is open.</summary>
    internal static async Task CheckAsync(IPage page, string language, int width)
    {
        var found = await page.RunAxe();
        Assert.True(
            found.Violations.Length == 0,
            $"{page.Url}: {string.Join("; ", found.Violations.Select(one =>
                $"{one.Id} {one.Help}: {string.Join(", ", one.Nodes.Select(node => node.Html))}"))}");
        Assert.Equal(language, await page.GetAttributeAsync("html", "lang"));
        Assert.True(await FindWidthAsync(page) <= width, $"{page.Url} is wider than {width}");
        Assert.NotEqual("owned", await page.TitleAsync());
    }

    private static Task<int> FindWidthAsync(IPage page) =>
        page.EvaluateAsync<int>("document.documentElement.scrollWidth");
}
