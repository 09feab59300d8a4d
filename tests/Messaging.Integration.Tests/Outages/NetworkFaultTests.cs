using System.Diagnostics;
using Messaging.Chaos.Orders;
using Messaging.Chaos.Results;
using Messaging.Chaos.Service;
using Messaging.Chaos.Vendors;
using Messaging.Contracts;
using Messaging.Testing;
using Messaging.Testing.Network;
using Messaging.Testing.Service;

namespace Messaging.Integration.Tests.Outages;

/// <summary>
/// The network between worker and broker fails while orders come in; sellers and subscribers have another way.
/// </summary>
public sealed class NetworkFaultTests(RabbitMqFixture rabbitMq, PostgresFixture postgres)
{
    private const int Orders = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly VendorAccount[] Accounts = [.. VendorAccount.Several(1)];

    /// <summary>What a worker may say of itself that is not so any more.</summary>
    private static readonly TimeSpan LongestLie = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task A_broker_that_falls_silent_is_noticed_and_results_go_on_over_another_connection()
    {
        await using var scene = await StartAsync();

        scene.Network.Begin(NetworkFault.HalfOpen);
        var started = Stopwatch.GetTimestamp();
        await scene.PublishAsync(Orders);
        await scene.UntilAsync(ready: false, "bus", LongestLie);
        await scene.UntilAnsweredAsync(TimeSpan.FromSeconds(30) - Stopwatch.GetElapsedTime(started));

        await scene.UntilAsync(ready: true, "", LongestLie);
    }

    [Fact]
    public async Task After_a_time_without_any_packets_the_first_results_come_within_seconds()
    {
        await using var scene = await StartAsync();

        scene.Network.Begin(NetworkFault.Drop);
        var started = Stopwatch.GetTimestamp();
        await scene.PublishAsync(Orders);
        await scene.UntilAsync(ready: false, "no answer in time", Patience);
        var left = TimeSpan.FromSeconds(40) - Stopwatch.GetElapsedTime(started);
        await Task.Delay(left, TimeProvider.System, TestContext.Current.CancellationToken);

        scene.Network.Restore();
        await scene.UntilAnsweredAsync(TimeSpan.FromSeconds(15));

        await scene.UntilAsync(ready: true, "", LongestLie);
    }

    [Theory]
    [InlineData(NetworkFault.Reset)]
    [InlineData(NetworkFault.Slow)]
    public async Task Results_go_on(NetworkFault fault)
    {
        await using var scene = await StartAsync();

        scene.Network.Begin(fault);
        await scene.PublishAsync(Orders);

        await scene.UntilAnsweredAsync(TimeSpan.FromSeconds(30));
    }

    private async Task<Scene> StartAsync()
    {
        var broker = await rabbitMq.CreateVirtualHostAsync();
        var network = new NetworkProxy(new Uri(broker).Port);
        var world = await VendorWorld.StartAsync(Accounts);
        var collector = await ResultCollector.StartAsync(broker);
        var way = new UriBuilder(broker) { Port = network.Port }.Uri.ToString();
        var worker = new PrivateProgram(
            Path.Combine(AppContext.BaseDirectory, "Messaging.Worker.dll"),
            ServiceSettings.For(
                way, new("postgres", await postgres.CreateDatabaseAsync()), world.Address, Accounts));
        var scene = new Scene(broker, network, world, collector, worker);
        await worker.StartAsync();
        await Queues.WaitAsync(broker, worker);
        await scene.UntilAsync(ready: true, "", Patience);
        await scene.PublishAsync(1);
        await scene.UntilAnsweredAsync(Patience);
        return scene;
    }

    private sealed class Scene(
        string broker, NetworkProxy network, VendorWorld world, ResultCollector collector, PrivateProgram worker)
        : IAsyncDisposable
    {
        private readonly HttpClient _client = new() { BaseAddress = new Uri($"http://127.0.0.1:{worker.Port}") };
        private int _published;

        public NetworkProxy Network => network;

        public async Task PublishAsync(int orders)
        {
            await using var publisher = new OrderPublisher(broker);
            IOrderEvent[] events =
                [.. Enumerable.Range(_published, orders).Select(i => Events.Shipped($"F{i}", "a0"))];
            _published += orders;
            await publisher.PublishAsync(events, TimeSpan.Zero);
        }

        public Task UntilAnsweredAsync(TimeSpan limit) => Eventually.TrueAsync(
            () => collector.Results.Count == _published, "every order is answered", limit, ReadHealthAsync);

        public Task UntilAsync(bool ready, string says, TimeSpan limit) => Eventually.TrueAsync(
            async () => await ReadHealthAsync() is var health
                && health.StartsWith("200", StringComparison.Ordinal) == ready
                && health.Contains(says, StringComparison.Ordinal),
            $"ready is {ready} and says '{says}'",
            limit,
            ReadHealthAsync);

        public async ValueTask DisposeAsync()
        {
            await worker.DisposeAsync();
            await collector.DisposeAsync();
            await world.DisposeAsync();
            await network.DisposeAsync();
            _client.Dispose();
        }

        private async Task<string> ReadHealthAsync()
        {
            using var answer = await _client.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
        }
    }
}
