using System.Net;
using Messaging.Worker.Hosting;
using Messaging.Worker.Management;
using Messaging.Worker.Pages;
using Messaging.Worker.Tests.Hosting;

namespace Messaging.Worker.Tests.Pages;

/// <summary>Signing in and out.</summary>
[Collection(Commands.EnvironmentVariable.Collection)]
public class SignInTests
{
    [Fact]
    public async Task Who_signs_in_gets_a_cookie_that_no_script_reads_and_no_other_site_sends()
    {
        await using var scene = await PageScene.StartAsync();
        var browser = scene.Open();

        var refused = await browser.SignInAsync("reader", "wrong");
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("Name or password is wrong.", refused.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Set-Cookie", refused.Headers.Keys);
        var welcome = await browser.SignInAsync("READER", PageScene.Secret);
        var cookie = welcome.Headers["Set-Cookie"];
        Assert.StartsWith("messaging-session=", cookie, StringComparison.Ordinal);
        Assert.Contains("path=/ui", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=strict", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("secure", cookie, StringComparison.Ordinal);

        var page = await browser.OpenAsync("/ui");
        Assert.Contains("Sign out", page.Text, StringComparison.Ordinal);
        await browser.PostAsync(page, "/ui/sign-in?handler=Out");
        Assert.Equal(HttpStatusCode.Redirect, (await browser.OpenAsync("/ui")).Status);
    }

    [Fact]
    public async Task Beyond_loopback_the_cookies_go_over_https_alone()
    {
        var port = Messaging.Testing.FreePort.Next();
        await using var scene = await PageScene.StartAsync($"Management:Url=http://0.0.0.0:{port}", "AllowedHosts=*");
        using var browser = new Browser(new Uri($"http://127.0.0.1:{port}"));

        var page = await browser.OpenAsync("/ui/sign-in");

        Assert.Contains("secure", page.Headers["Set-Cookie"], StringComparison.Ordinal);
        // Over plain HTTP the browser keeps none, and so no form is taken.
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.SignInAsync("reader", PageScene.Secret)).Status);
        // And elsewhere there is no page.
        Assert.Equal(HttpStatusCode.NotFound, (await scene.Open().OpenAsync("/ui/sign-in")).Status);
    }

    [Fact]
    public async Task A_cookie_of_another_worker_is_none()
    {
        await using var one = await PageScene.StartAsync();
        await using var other = await PageScene.StartAsync();
        var browser = await one.SignInAsync("operator");
        var cookie = browser.Cookies.GetCookies(new Uri(one.Worker.Client.BaseAddress!, "/ui"))["messaging-session"]!;

        // Cookies do not know of ports.
        var answer = await other.Open().OpenAsync("/ui", ("Cookie", $"{cookie.Name}={cookie.Value}"));

        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.OpenAsync("/ui")).Status);
    }

    [Fact]
    public async Task A_changed_password_ends_sessions_and_a_changed_role_counts_at_once()
    {
        var folder = Directory.CreateTempSubdirectory("messaging-page-tests-");
        try
        {
            await WriteAsync("Roles__0", "Reader");
            await WriteAsync("PasswordHash", Password.Hash(PageScene.Secret));
            await using var worker = await RunningWorker.StartAsync(new SettingsPaths(null, folder.FullName));
            using var browser = new Browser(worker.Client.BaseAddress!);
            Assert.Equal("/ui", (await browser.SignInAsync("anna", PageScene.Secret)).Location);
            Assert.Contains("denied", await ActAsync(), StringComparison.Ordinal);

            await WriteAsync("Roles__0", "Operator");
            await Eventually.TrueAsync(async () => await ActAsync() is "/ui/failures", "the role counts");
            await WriteAsync("PasswordHash", Password.Hash(PageScene.Secret));
            await Eventually.TrueAsync(
                async () => (await ActAsync()).Contains("sign-in", StringComparison.Ordinal), "the session has ended");

            async Task<string> ActAsync() => (await browser.OpenAsync("/ui/failures/retry")).Location ?? "";
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        Task WriteAsync(string key, string value) =>
            File.WriteAllTextAsync(Path.Combine(folder.FullName, $"Management__Users__anna__{key}"), value);
    }

    [Theory]
    [InlineData("reader")]
    [InlineData("nobody")]
    public async Task Passwords_are_not_tried_without_end_and_nobody_learns_who_exists(string name)
    {
        await using var scene = await PageScene.StartAsync();
        var browser = scene.Open();

        var refused = new List<Browser.Seen>();
        for (var i = 0; i <= SignInLimiter.PerName; i++)
            refused.Add(await browser.SignInAsync(name, "wrong password"));

        Assert.All(refused[..^1], one => Assert.Equal(HttpStatusCode.BadRequest, one.Status));
        Assert.All(
            refused[..^1], one => Assert.Contains("Name or password is wrong.", one.Text, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused[^1].Status);
        // Not with the right one either; and somebody else may still.
        Assert.Equal(HttpStatusCode.TooManyRequests, (await browser.SignInAsync(name, PageScene.Secret)).Status);
        Assert.Equal("/ui", (await browser.SignInAsync("curious", PageScene.Secret)).Location);
    }

    [Fact]
    public void One_address_does_not_try_all_names()
    {
        using var limiter = new SignInLimiter();

        Assert.All(Enumerable.Range(0, SignInLimiter.PerAddress), i => Assert.True(Take(1, $"{i}")));
        Assert.False(Take(1, "another"));
        Assert.True(Take(2, "another"));

        bool Take(byte address, string name) => limiter.TryTake(new IPAddress([192, 0, 2, address]), name);
    }

    [Fact]
    public async Task Who_follows_a_link_from_elsewhere_need_not_sign_in_again()
    {
        await using var scene = await PageScene.StartAsync();

        // The cookie is strict: a browser does not send it along from another site, but from here it does.
        var hop = await scene.Open().OpenAsync("/ui/failures", ("Sec-Fetch-Site", "cross-site"));

        Assert.Equal(HttpStatusCode.OK, hop.Status);
        Assert.Contains("http-equiv=\"refresh\" content=\"0\"", hop.Html, StringComparison.Ordinal);
        Assert.Contains(
            "/ui/sign-in",
            (await scene.Open().OpenAsync("/ui/failures", ("Sec-Fetch-Site", "same-origin"))).Location,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/ui/failures?vendor=em", true)]
    [InlineData("/ui", true)]
    [InlineData("/ui?x", true)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("//example.org/ui", false)]
    [InlineData("https://example.org/ui", false)]
    [InlineData("/uix", false)]
    [InlineData("/ui\\..\\\\example.org", false)]
    [InlineData("/ui/\r\nSet-Cookie: a=b", false)]
    [InlineData("/api/accounts", false)]
    public async Task After_signing_in_one_goes_on_here_alone(string? from, bool isOwn)
    {
        Assert.Equal(isOwn, PagePaths.IsOwn(from));
        if (from is null or ['/', 'u', 'i', '?', ..])
            return;
        await using var scene = await PageScene.StartAsync();
        var browser = scene.Open();
        var answer = await browser.PostAsync(
            await browser.OpenAsync("/ui/sign-in"),
            "/ui/sign-in",
            ("Name", "reader"),
            ("Secret", PageScene.Secret),
            ("from", from));
        Assert.Equal(isOwn ? from : "/ui", answer.Location);
    }
}
