using System.Net;
using Messaging.Worker.Management;
using Messaging.Worker.Tests.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Messaging.Worker.Tests.Management;

/// <summary>Who is let in to the operators' API.</summary>
[Collection(Commands.EnvironmentVariable.Collection)]
public class AccessTests
{
    private const string Password = "correct horse battery staple";
    private static readonly string Key = ApiKey.Create();
    private static readonly string Other = ApiKey.Create();

    private static readonly string[] WithKey =
    [
        $"Management:ApiKeys:script:Hash={ApiKey.Hash(Key)}", "Management:ApiKeys:script:Roles:0=Reader",
        $"Management:ApiKeys:person:Hash={ApiKey.Hash(Password)}", "Management:ApiKeys:person:Roles:0=Operator",
    ];

    public static TheoryData<string?, string?, HttpStatusCode> Asked => new()
    {
        { null, null, HttpStatusCode.Unauthorized },
        { $"Bearer {Key}", null, HttpStatusCode.OK },
        { $"bearer {Key}", null, HttpStatusCode.OK },
        { $"Bearer {Other}", null, HttpStatusCode.Unauthorized },
        { $"Bearer {Key}x", null, HttpStatusCode.Unauthorized },
        { "Bearer ", null, HttpStatusCode.Unauthorized },
        { $"Basic {Key}", null, HttpStatusCode.Unauthorized },
        // A password's hash could be guessed from the settings: what was not made by the command is no key.
        { $"Bearer {Password}", null, HttpStatusCode.Unauthorized },
        { $"Bearer {ApiKey.Hash(Key)}", null, HttpStatusCode.Unauthorized },
        { null, "Management:AnonymousReading=true", HttpStatusCode.OK },
        // Who shows a wrong key is not let in without one.
        { $"Bearer {Other}", "Management:AnonymousReading=true", HttpStatusCode.Unauthorized },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Asked))]
    public async Task Where_there_are_keys_one_is_needed(string? authorization, string? more, HttpStatusCode status)
    {
        await using var worker = await RunningWorker.StartAsync(more is null ? WithKey : [.. WithKey, more]);

        using var answer = await AskAsync(worker.Client, "/api/accounts", authorization);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(status is HttpStatusCode.Unauthorized ? "Bearer" : "", $"{answer.Headers.WwwAuthenticate}");
        Assert.DoesNotContain(Other, await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.OK)]
    [InlineData("X-Forwarded-For", HttpStatusCode.Unauthorized)]
    [InlineData("x-forwarded-proto", HttpStatusCode.Unauthorized)]
    [InlineData("Forwarded", HttpStatusCode.Unauthorized)]
    [InlineData("Via", HttpStatusCode.Unauthorized)]
    public async Task Without_keys_whoever_comes_by_loopback_reads_unless_by_a_proxy(
        string? header, HttpStatusCode status)
    {
        await using var worker = await RunningWorker.StartAsync();

        using var answer = await AskAsync(worker.Client, "/api/accounts", authorization: null, header);

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task Nobody_reads_without_a_key_where_that_is_configured()
    {
        await using var worker = await RunningWorker.StartAsync("Management:AnonymousReading=false");

        using var answer = await AskAsync(worker.Client, "/api/accounts", authorization: null);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("/api/orders?state=waiting&account=%00")]
    [InlineData("/api/failures?reason=a%00b")]
    [InlineData("/ui/orders?number=%00")]
    public async Task A_character_that_no_text_has_is_refused_before_the_database_would(string path)
    {
        await using var worker = await RunningWorker.StartAsync();

        using var answer = await worker.Client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("U+0000", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_cannot_be_tried_without_end()
    {
        await using var worker = await RunningWorker.StartAsync(WithKey);

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 500; i++)
        {
            using var answer = await AskAsync(worker.Client, "/api/accounts", $"Bearer {Other}");
            statuses.Add(answer.StatusCode);
        }

        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        using var health = await AskAsync(worker.Client, "/health/live", authorization: null);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    [Fact]
    public async Task Every_endpoint_of_the_api_needs_somebody_and_no_answer_is_kept_or_embedded()
    {
        await using var worker = await RunningWorker.StartAsync();
        var endpoints = worker.Services.GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal))
            .ToList();

        Assert.NotEmpty(endpoints);
        Assert.All(endpoints, endpoint => Assert.NotNull(endpoint.Metadata.GetMetadata<IAuthorizeData>()));
        using var answer = await AskAsync(worker.Client, "/api/accounts", authorization: null);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Equal(
            "default-src 'none'; frame-ancestors 'none'",
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        // The platform would write keys into the home of whoever runs the worker.
        Assert.IsType<KeysInMemory>(
            worker.Services.GetRequiredService<IOptions<KeyManagementOptions>>().Value.XmlRepository);
    }

    internal static async Task<HttpResponseMessage> AskAsync(
        HttpClient client, string path, string? authorization, string? header = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.RelativeOrAbsolute));
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (header is not null)
            request.Headers.Add(header, "1.1 192.0.2.1");
        return await client.SendAsync(request, Cancellation);
    }
}
