using Messaging.Testing;
using Messaging.VendorSimulator;
using Microsoft.AspNetCore.Builder;
using RabbitMQ.Client;

namespace Messaging.Integration.Tests.Samples;

/// <summary>
/// The service as its operator runs it, once for each form of results, each with a broker of its own: nobody but the
/// samples has declared anything there.
/// </summary>
public sealed class SampleService(RabbitMqFixture rabbitMq) : IAsyncLifetime
{
    private readonly WebApplication _vendors =
        VendorSimulatorApp.Build(new VendorSimulatorSettings { Urls = "http://127.0.0.1:0" });
    private readonly List<PrivateProgram> _workers = [];

    /// <summary>The broker's address, by <c>Bus:Output</c>.</summary>
    public Dictionary<string, string> Brokers { get; } = new(StringComparer.Ordinal);

    /// <summary>The same for a user with a publisher's permissions, those of contracts/README.md.</summary>
    public Dictionary<string, string> Publishers { get; } = new(StringComparer.Ordinal);

    /// <summary>The same for a user with the permissions of a subscriber whose queue is <c>results-…</c>.</summary>
    public Dictionary<string, string> Subscribers { get; } = new(StringComparer.Ordinal);

    public async ValueTask InitializeAsync()
    {
        await _vendors.StartAsync();
        foreach (var output in new[] { "Envelope", "Json" })
        {
            var broker = Brokers[output] = await rabbitMq.CreateVirtualHostAsync();
            Publishers[output] = await rabbitMq.CreateUserAsync(broker, "^$", "^order-", "^$");
            Subscribers[output] = await rabbitMq.CreateUserAsync(
                broker, "^results-", "^results-", "^(results-|fulfillment-(succeeded|failed)$)");
        }

        await Task.WhenAll(Brokers.Select(pair => StartWorkerAsync(pair.Key, pair.Value)));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
            await worker.DisposeAsync();
        await _vendors.DisposeAsync();
    }

    private async Task StartWorkerAsync(string output, string address)
    {
        var broker = new ConnectionFactory { Uri = new(address) };
        var worker = new PrivateProgram(Path.Combine(AppContext.BaseDirectory, "Messaging.Worker.dll"),
        [
            .. SimulatedWorld.Settings(_vendors.SimulatorAddress()),
            new("Bus:Transport", "RabbitMq"),
            new("Bus:RabbitMq:Host", broker.HostName),
            new("Bus:RabbitMq:Port", FormattableString.Invariant($"{broker.Port}")),
            new("Bus:RabbitMq:VirtualHost", broker.VirtualHost),
            new("Bus:Output", output),
        ]);
        _workers.Add(worker);
        await worker.StartAsync();
        using var client = new HttpClient { BaseAddress = new($"http://127.0.0.1:{worker.Port}") };
        await Eventually.TrueAsync(() => IsReadyAsync(client), "the worker is ready", TimeSpan.FromMinutes(1));
    }

    private static async Task<bool> IsReadyAsync(HttpClient worker)
    {
        try
        {
            using var answer = await worker.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
