using Messaging.Testing;
using Messaging.Worker.Tests.Hosting;
using Microsoft.Playwright;
using Npgsql;

namespace Messaging.Browser.Tests;

/// <summary>
/// The page of a ledger's workers, as one of them shows it whose neighbours are not well: one is late and its clock is
/// wrong, one is of the version before, one was lost.
/// </summary>
[Collection(PageFixture.Collection)]
public sealed class WorkersPageTests(PageFixture fixture) : IAsyncLifetime
{
    private const string Neighbours =
        """
        insert into workers (worker_id, lease_until) values (@markup, '2999-01-01Z');
        insert into workers select 'late-1', now() + interval '1 hour', now() - interval '2 hours',
          now() - interval '3 hours', '0.9', interval '1 hour', 300, 4, false;
        insert into lost_workers select 'lost-1', now(), now(), now(), '0.9', interval '0', 1, 1, false, now();
        """;

    private PostgresServer _database = null!;
    private RunningWorker _worker = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await PostgresServer.StartNewAsync(fsync: false);
        var connectionString = await _database.CreateDatabaseAsync();
        _worker = await RunningWorker.StartAsync(
            "Ledger:Provider=postgres", $"Ledger:ConnectionString={connectionString}");
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(Neighbours, connection);
        command.Parameters.AddWithValue("markup", OpenedWorker.Markup);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task From_the_overview_to_the_workers_and_what_is_wrong_with_them()
    {
        var page = await OpenAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Workers" }).ClickAsync();

        var alerts = page.Locator("main .alert");
        await Assertions.Expect(alerts).ToHaveCountAsync(3);
        await Assertions.Expect(alerts.First).ToContainTextAsync("late-1 renewed its lease 72");
        await Assertions.Expect(alerts.Nth(1)).ToContainTextAsync("The clock of late-1 is 3600 s ahead");
        await Assertions.Expect(alerts.Nth(2)).ToContainTextAsync("Different versions run side by side: 0.9, ");
        var rows = page.Locator("main tbody tr");
        await Assertions.Expect(rows).ToHaveCountAsync(4);
        await Assertions.Expect(rows.Filter(new() { HasText = "(this one)" })).ToContainTextAsync("Working");
        await Assertions.Expect(rows.Filter(new() { HasText = "lost-1" })).ToContainTextAsync("taken over");
        // A worker's name is what its machine says.
        await Assertions.Expect(rows.Filter(new() { HasText = OpenedWorker.Markup }))
            .ToContainTextAsync("an earlier one");
        Assert.NotEqual("owned", await page.TitleAsync());
    }

    [Theory]
    [InlineData("zh-CN", 1280)]
    [InlineData("en", 360)]
    public async Task What_is_wrong_can_be_read_by_everybody(string language, int width)
    {
        var page = await OpenAsync(language, width);
        await page.GotoAsync($"{_worker.Client.BaseAddress}ui/workers");

        await Assertions.Expect(page.Locator("main tbody tr")).ToHaveCountAsync(4);
        await AppearanceTests.CheckAsync(page, language, width);
    }

    private async Task<IPage> OpenAsync(string language = "en", int width = 1280)
    {
        var page = await fixture.OpenAsync(
            language, user: null, options => options.ViewportSize = new() { Width = width, Height = 800 });
        await page.GotoAsync($"{_worker.Client.BaseAddress}ui");
        return page;
    }
}
