using System.Net;

namespace Messaging.Worker.Tests.Hosting;

[Collection(Commands.EnvironmentVariable.Collection)]
public class AllowedHostsTests
{
    [Theory]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("127.0.0.1:8080", HttpStatusCode.OK)]
    [InlineData("[::1]", HttpStatusCode.OK)]
    [InlineData("attacker.example", HttpStatusCode.BadRequest)]
    [InlineData("localhost.attacker.example", HttpStatusCode.BadRequest)]
    [InlineData("10.0.0.1", HttpStatusCode.BadRequest)]
    public async Task By_default_only_this_machine_s_own_names_are_answered(string host, HttpStatusCode status)
    {
        await using var worker = await RunningWorker.StartAsync();

        Assert.Equal(status, await AskAsync(worker, host));
    }

    [Fact]
    public async Task The_names_that_are_configured_are_answered_and_no_others()
    {
        await using var worker = await RunningWorker.StartAsync("AllowedHosts=messaging.internal;*.example");

        Assert.Equal(HttpStatusCode.OK, await AskAsync(worker, "messaging.internal"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(worker, "a.example"));
        Assert.Equal(HttpStatusCode.BadRequest, await AskAsync(worker, "localhost"));
    }

    private static async Task<HttpStatusCode> AskAsync(RunningWorker worker, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/health/live", UriKind.Relative));
        request.Headers.Host = host;
        using var response = await worker.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
