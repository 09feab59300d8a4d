using Microsoft.Playwright;

namespace Messaging.Browser.Tests;

/// <summary>One worker and one Chromium, the system's own, for all tests; each test has a context of its own.</summary>
[CollectionDefinition(Collection)]
public sealed class PageFixture : IAsyncLifetime, ICollectionFixture<PageFixture>
{
    public const string Collection = "Page";

    private static readonly string[] Programs = ["/usr/bin/chromium", "/usr/bin/chromium-browser"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private OpenedWorker? _worker;

    /// <summary>Who has signed in, as cookies: nobody may sign in as often as there are tests.</summary>
    private readonly Dictionary<string, string> _sessions = new(StringComparer.Ordinal);

    internal OpenedWorker Worker => _worker!;

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Programs.First(File.Exists),
            // Tests may run as root, or in a container, where Chromium has no sandbox of its own.
            Args = ["--no-sandbox", "--disable-dev-shm-usage"],
        });
        _worker = await OpenedWorker.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_worker is not null)
            await _worker.DisposeAsync();
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>Somebody's browser, whose address bar shows the operators' page.</summary>
    /// <param name="language">What it asks for.</param>
    /// <param name="user">Who signs in; null for nobody.</param>
    /// <param name="change">Changes how it is.</param>
    internal async Task<IPage> OpenAsync(
        string language = "en", string? user = "operator", Action<BrowserNewContextOptions>? change = null)
    {
        var session = user is null ? null : _sessions.GetValueOrDefault(user);
        var options = new BrowserNewContextOptions { Locale = language, StorageState = session };
        change?.Invoke(options);
        var context = await _browser!.NewContextAsync(options);
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(20_000);
        await page.GotoAsync(Worker.Address);
        if (user is null || session is not null)
            return page;
        await page.FillAsync("#name", user);
        await page.FillAsync("#secret", OpenedWorker.Secret);
        await page.PressAsync("#secret", "Enter");
        await page.WaitForURLAsync(Worker.Address);
        _sessions[user] = await context.StorageStateAsync();
        return page;
    }
}
