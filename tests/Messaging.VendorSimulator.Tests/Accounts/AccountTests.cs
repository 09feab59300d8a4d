namespace Messaging.VendorSimulator.Tests.Accounts;

public sealed class AccountTests
{
    [Theory]
    [InlineData(VendorNames.Polyv, 400, "qps exceeds number of calls")]
    [InlineData(VendorNames.Fengchao, 429, "请求过于频繁")]
    [InlineData(VendorNames.Em, 429, "请求过于频繁")]
    public async Task An_account_that_calls_too_fast_is_told_so_until_time_has_passed(
        string vendor, int status, string text)
    {
        await using var simulator = await Simulator.StartAsync(
            settings => settings.Accounts[vendor][$"demo-{vendor}"] =
                new() { Secret = $"demo-{vendor}-secret", CallsPerSecond = 2 });

        var replies = new[]
        {
            await simulator.CallAsync(vendor, "1"),
            await simulator.CallAsync(vendor, "2"),
            await simulator.CallAsync(vendor, "3"),
        };
        simulator.Time.Advance(TimeSpan.FromMilliseconds(500));
        var later = await simulator.CallAsync(vendor, "4");

        Assert.Equal([200, 200, status, 200], [.. replies.Select(reply => reply.Status), later.Status]);
        Assert.Contains(text, replies[2].Body, StringComparison.Ordinal);
        Assert.Equal(status == 429 ? TimeSpan.FromSeconds(1) : null, replies[2].RetryAfter);
        Assert.Null(simulator.Vendors.Find(vendor)!.Journal.Find("3"));
    }

    [Fact]
    public async Task A_changed_secret_makes_the_old_one_wrong_at_once()
    {
        await using var simulator = await Simulator.StartAsync();

        var change = await simulator.AdminAsync(HttpMethod.Put, "/accounts", """{"em":{"demo-em":{"secret":"new"}}}""");
        var em = await simulator.CallAsync(VendorNames.Em);
        var polyv = await simulator.CallAsync(VendorNames.Polyv);

        Assert.Equal(204, change.Status);
        Assert.Equal(40003, (int)em.Json["statusCode"]!);
        Assert.Equal(200, polyv.Status);
    }

    [Theory]
    [InlineData("""{"em":{"a":{}}}""", "em:a:Secret: is missing.")]
    [InlineData("""{"em":{"a":{"secret":"s","callsPerSecond":0}}}""", "em:a:CallsPerSecond: 0 is outside")]
    [InlineData("""{"amazon":{"a":{"secret":"s"}}}""", "is not a vendor")]
    [InlineData("""{"em":{"a":{"sekret":"s"}}}""", "sekret")]
    [InlineData(
        """{"em":{"a":{"secret":"new-secret"},"b":{"secret":"new-secret","callsPerSecond":-1}}}""",
        "em:b:CallsPerSecond")]
    public async Task Accounts_with_errors_change_nothing_and_show_no_secret(string accounts, string error)
    {
        await using var simulator = await Simulator.StartAsync();

        var change = await simulator.AdminAsync(HttpMethod.Put, "/accounts", accounts);
        var em = await simulator.CallAsync(VendorNames.Em);

        Assert.Equal(400, change.Status);
        Assert.Contains(error, change.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("new-secret", change.Body, StringComparison.Ordinal);
        Assert.Equal(0, (int)em.Json["statusCode"]!);
    }

    [Fact]
    public async Task The_journal_shows_which_account_sent_an_order()
    {
        await using var simulator =
            await Simulator.StartAsync(settings => settings.Accounts["polyv"]["other"] = new() { Secret = "s" });

        await simulator.PolyvAsync("""{"orderNos":["1"],"status":"delivering"}""", query =>
        {
            query.Remove("sign");
            query["appId"] = "other";
            query["sign"] = Signing.Polyv(query, "s");
        });

        Assert.Equal("other", simulator.Vendors.Polyv.Journal.Find("1")!.AppId);
    }
}
