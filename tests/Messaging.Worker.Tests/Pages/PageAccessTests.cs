using System.Net;
using Messaging.Worker.Management;
using Messaging.Worker.Tests.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Worker.Tests.Pages;

/// <summary>Who sees and does what on the operators' page.</summary>
[Collection(Commands.EnvironmentVariable.Collection)]
public class PageAccessTests
{
    private static readonly string[] Shown =
        ["/ui", "/ui/waiting", "/ui/failures", "/ui/failures/staged", "/ui/orders", "/ui/dead-letters"];

    private static readonly string[] Acting =
    [
        "/ui/failures/retry", "/ui/failures/staged/start", "/ui/failures/staged/change", "/ui/orders/give-up",
        "/ui/dead-letter-action", "/ui/hold", "/ui/audit",
    ];

    [Fact]
    public async Task Without_users_whoever_comes_by_loopback_reads_and_acts_in_nothing()
    {
        await using var worker = await RunningWorker.StartAsync();
        using var browser = new Browser(worker.Client.BaseAddress!);

        foreach (var path in Shown)
            Assert.Equal(HttpStatusCode.OK, (await browser.OpenAsync(path)).Status);
        foreach (var path in Acting)
            Assert.Equal("/ui/denied", (await browser.PostAsync(path)).Location?.Split('?')[0][^10..]);
        Assert.Equal("/ui", (await browser.OpenAsync("/")).Location);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.OpenAsync("/ui/denied")).Status);
        // What a proxy passes on may be anybody's.
        Assert.Equal(
            HttpStatusCode.Redirect, (await browser.OpenAsync("/ui", ("X-Forwarded-For", "192.0.2.1"))).Status);
    }

    [Fact]
    public async Task Where_there_are_users_one_has_to_sign_in()
    {
        await using var scene = await PageScene.StartAsync();
        var browser = scene.Open();

        foreach (var path in Shown.Append("/ui/changes").Concat(Acting))
            Assert.Contains("/ui/sign-in?from=", (await browser.OpenAsync(path)).Location, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.OpenAsync("/ui/assets/page.css")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.OpenAsync("/ui/assets/appsettings.json")).Status);

        var reader = await scene.SignInAsync("reader");
        foreach (var path in Shown)
            Assert.Equal(HttpStatusCode.OK, (await reader.OpenAsync(path)).Status);
        foreach (var path in Acting)
            Assert.Contains("/ui/denied", (await reader.PostAsync(path)).Location, StringComparison.Ordinal);
        var @operator = await scene.SignInAsync("operator");
        foreach (var path in Acting)
            Assert.DoesNotContain("denied", (await @operator.OpenAsync(path)).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_is_of_the_page_alone_and_a_key_of_the_api_alone()
    {
        var key = ApiKey.Create();
        await using var scene = await PageScene.StartAsync(
            $"Management:ApiKeys:script:Hash={ApiKey.Hash(key)}", "Management:ApiKeys:script:Roles:0=Operator");
        var browser = await scene.SignInAsync("operator");

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.OpenAsync("/api/accounts")).Status);
        Assert.Equal(
            HttpStatusCode.Redirect, (await scene.Open().OpenAsync("/ui", ("Authorization", $"Bearer {key}"))).Status);
        Assert.Equal(
            HttpStatusCode.OK,
            (await scene.Open().OpenAsync("/api/accounts", ("Authorization", $"Bearer {key}"))).Status);
    }

    [Fact]
    public async Task No_form_is_taken_that_was_not_shown()
    {
        await using var scene = await PageScene.StartAsync();
        var failed = await scene.FailAsync("A");
        var browser = await scene.SignInAsync("operator");
        (string, string)[] retry =
            [("EventIds", $"{failed.EventId}"), ("Confirmed", "true"), ("Why", "a test")];

        var bare = await browser.PostAsync("/ui/failures/retry", retry);
        Assert.Equal(HttpStatusCode.BadRequest, bare.Status);
        Assert.Contains("Load its page again.", bare.Text, StringComparison.Ordinal);
        var others = await (await scene.SignInAsync("reader")).OpenAsync("/ui/failures");
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync(others, "/ui/failures/retry", retry)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/ui/sign-in?handler=Out")).Status);
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await scene.Open().PostAsync("/ui/sign-in", ("Name", "reader"), ("Secret", PageScene.Secret))).Status);
        Assert.Null(Assert.Single(await scene.ListFailuresAsync()).RetriedAs);
    }

    [Fact]
    public async Task A_page_shows_nothing_of_others_and_others_do_not_show_it()
    {
        await using var scene = await PageScene.StartAsync();

        var page = await scene.Open().OpenAsync("/ui/sign-in");

        Assert.Equal("no-cache, no-store", page.Headers["Cache-Control"]);
        var policy = page.Headers["Content-Security-Policy"];
        Assert.StartsWith("default-src 'none'; style-src 'self'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", page.Headers["X-Content-Type-Options"]);
        Assert.Equal("same-origin", page.Headers["Cross-Origin-Opener-Policy"]);
        Assert.DoesNotContain("<style", page.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(" style=", page.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(" onclick=", page.Html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Every_page_but_signing_in_needs_somebody()
    {
        await using var worker = await RunningWorker.StartAsync();
        string[] open = ["ui/sign-in", "ui/denied", "/ui/assets/{name}", "/"];

        var unguarded = worker.Services.GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.TrimStart('/') is "" or ['u', 'i', ..])
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAuthorizeData>() is null
                || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(endpoint => endpoint.RoutePattern.RawText!);

        Assert.Equal(open.Order(), unguarded.Distinct().Order());
    }
}
