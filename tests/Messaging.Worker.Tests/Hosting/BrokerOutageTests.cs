using System.Net;
using Messaging.Testing;
using Messaging.Worker.Tests.Commands;

namespace Messaging.Worker.Tests.Hosting;

[Collection(EnvironmentVariable.Collection)]
public class BrokerOutageTests
{
    [Fact]
    public async Task A_worker_comes_up_without_its_broker_and_goes_on_whenever_it_is_back()
    {
        await using var broker = await RabbitMqServer.StartNewAsync();
        await broker.StopAsync();
        await using var worker =
            await RunningWorker.StartAsync("Bus:Transport=rabbitmq", $"Bus:RabbitMq:Port={broker.Port}");
        Assert.Equal(HttpStatusCode.OK, await AskAsync(worker, "/health/live"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await AskAsync(worker, "/health/ready"));

        await broker.StartAsync();
        await UntilAsync(worker, HttpStatusCode.OK);

        await broker.KillAsync();
        await UntilAsync(worker, HttpStatusCode.ServiceUnavailable);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(worker, "/health/live"));

        await broker.StartAsync();
        await UntilAsync(worker, HttpStatusCode.OK);
    }

    private static Task UntilAsync(RunningWorker worker, HttpStatusCode status) =>
        Eventually.TrueAsync(
            async () => await AskAsync(worker, "/health/ready") == status,
            $"ready answers {status}",
            TimeSpan.FromMinutes(1));

    private static async Task<HttpStatusCode> AskAsync(RunningWorker worker, string path)
    {
        using var response =
            await worker.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
