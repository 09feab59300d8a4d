using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Messaging.Testing;
using Messaging.Worker.Tests.Hosting;

namespace Messaging.Worker.Tests.Management;

/// <summary>Where the operators' API is found, and where not.</summary>
[Collection(Commands.EnvironmentVariable.Collection)]
public class AddressTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_an_address_of_its_own_it_is_found_there_alone_and_probes_are_answered_on_both()
    {
        var port = FreePort.Next();
        await using var worker = await RunningWorker.StartAsync($"Management:Url=http://127.0.0.1:{port}");
        var own = $"http://127.0.0.1:{port}";

        Assert.Equal(HttpStatusCode.NotFound, await AskAsync(worker.Client, "/api/accounts"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(worker.Client, $"{own}/api/accounts"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(worker.Client, "/health/live"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(worker.Client, $"{own}/health/live"));
        // Who names the other port in his request has not come by it.
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync(worker.Client, "/api/accounts", $"127.0.0.1:{port}"));
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync(worker.Client, "/API/accounts", $"127.0.0.1:{port}"));
    }

    [Fact]
    public async Task Without_one_it_is_found_by_loopback_alone()
    {
        var outside = FindAddress();
        Assert.SkipWhen(outside is null, "This machine has no address but loopback.");
        var port = FreePort.Next();
        await using var worker = await RunningWorker.StartAsync($"Urls=http://0.0.0.0:{port}", "AllowedHosts=*");

        Assert.Equal(HttpStatusCode.OK, await AskAsync(worker.Client, $"http://127.0.0.1:{port}/api/accounts"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(worker.Client, $"http://{outside}:{port}/health/live"));
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync(worker.Client, $"http://{outside}:{port}/api/accounts"));
        Assert.Equal(
            HttpStatusCode.NotFound,
            await AskAsync(worker.Client, $"http://{outside}:{port}/api/accounts", $"127.0.0.1:{port}"));
    }

    [Fact]
    public async Task Beside_endpoints_that_are_described_one_by_one_it_is_one_more()
    {
        var (own, port) = (FreePort.Next(), FreePort.Next());
        await using var worker = await RunningWorker.StartAsync(
            $"Kestrel:Endpoints:Probes:Url=http://127.0.0.1:{own}", $"Management:Url=http://127.0.0.1:{port}");

        Assert.Equal(HttpStatusCode.NotFound, await AskAsync(worker.Client, $"http://127.0.0.1:{own}/api/accounts"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(worker.Client, $"http://127.0.0.1:{port}/api/accounts"));
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient client, string url, string? host = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(url, UriKind.RelativeOrAbsolute));
        request.Headers.Host = host;
        using var answer = await client.SendAsync(request, Cancellation);
        return answer.StatusCode;
    }

    private static IPAddress? FindAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.OperationalStatus == OperationalStatus.Up)
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address)
        .FirstOrDefault(address =>
            address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));
}
