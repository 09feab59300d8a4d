using Messaging.Chaos.Orders;
using Messaging.Chaos.Results;
using Messaging.Chaos.Service;
using Messaging.Chaos.Vendors;
using Messaging.Contracts;
using Messaging.Testing;
using Messaging.Testing.Service;

namespace Messaging.Integration.Tests.Outages;

/// <summary>A cluster of three brokers, one of which is away, each in turn.</summary>
public sealed class ClusterTests(PostgresFixture postgres)
{
    private const int Orders = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly VendorAccount[] Accounts = [.. VendorAccount.Several(1)];

    [Fact]
    public async Task With_any_one_node_away_results_go_on_and_a_worker_starts()
    {
        await using var cluster = await RabbitMqCluster.StartNewAsync(3);
        await using var world = await VendorWorld.StartAsync(Accounts);
        await using var first = await CreateWorkerAsync(cluster, world);
        await first.StartAsync();
        await Queues.WaitAsync(cluster.Nodes[0].ConnectionString, first);
        await cluster.SaveDeclarationsAsync();

        foreach (var (node, i) in cluster.Nodes.Select((node, i) => (node, i)))
        {
            var other = cluster.Nodes[(i + 1) % 3].ConnectionString;
            await using var collector = await ResultCollector.StartAsync(other);
            await node.KillAsync();

            await PublishAsync(other, $"running-{i}");
            await Eventually.TrueAsync(
                () => collector.Results.Count == Orders, $"results go on without node {i}", Patience);

            await using var second = await CreateWorkerAsync(cluster, world);
            await first.StopAsync();
            await second.StartAsync();
            await PublishAsync(other, $"started-{i}");
            await Eventually.TrueAsync(
                () => collector.Results.Count == 2 * Orders, $"a worker starts without node {i}", Patience);

            await node.StartAsync();
            await first.StartAsync();
            await second.StopAsync();
        }
    }

    private async Task<PrivateProgram> CreateWorkerAsync(RabbitMqCluster cluster, VendorWorld world) => new(
        Path.Combine(AppContext.BaseDirectory, "Messaging.Worker.dll"),
        [
            .. ServiceSettings.For(
                cluster.Nodes[0].ConnectionString,
                new("postgres", await postgres.CreateDatabaseAsync()),
                world.Address,
                Accounts),
            .. cluster.Nodes.Select((node, i) => KeyValuePair.Create<string, string?>(
                $"Bus:RabbitMq:Hosts:{i}", FormattableString.Invariant($"127.0.0.1:{node.Port}"))),
        ]);

    private static async Task PublishAsync(string broker, string name)
    {
        await using var publisher = new OrderPublisher(broker);
        IOrderEvent[] orders =
            [.. Enumerable.Range(0, Orders).Select(i => Events.Shipped($"{name}-{i}", "a0"))];
        await publisher.PublishAsync(orders, TimeSpan.Zero);
    }
}
