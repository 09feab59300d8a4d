using Messaging.Chaos.Service;
using Messaging.Chaos.Vendors;
using Messaging.Contracts;
using Messaging.Testing;
using Messaging.VendorSimulator;

namespace Messaging.Integration.Tests.Telemetry;

/// <summary>
/// A shop, workers as processes of their own, simulated vendors, and the collector that all of them report to.
/// </summary>
internal sealed class TracedWorld : IAsyncDisposable
{
    /// <summary>The collection of tests that have one, one after the other: it is several processes.</summary>
    public const string Alone = "traced worlds";

    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly IReadOnlyList<VendorAccount> Accounts = VendorAccount.Several(1);
    private readonly List<PrivateProgram> _workers = [];
    private readonly string _broker;
    private readonly string _database;

    private TracedWorld(string broker, string database, VendorWorld vendors, OtlpReceiver collector) =>
        (_broker, _database, Vendors, Collector) = (broker, database, vendors, collector);

    public VendorWorld Vendors { get; }

    public OtlpReceiver Collector { get; }

    /// <summary>There once a worker has declared what the shop binds to.</summary>
    public TracedShop Shop { get; private set; } = null!;

    public static async Task<TracedWorld> StartAsync(
        RabbitMqFixture rabbitMq,
        PostgresFixture postgres,
        int workers,
        params IEnumerable<(string Key, string Value)> settings)
    {
        var world = new TracedWorld(
            await rabbitMq.CreateVirtualHostAsync(),
            await postgres.CreateDatabaseAsync(),
            await VendorWorld.StartAsync(Accounts),
            await OtlpReceiver.StartAsync());
        for (var i = 0; i < workers; i++)
            await world.StartWorkerAsync(settings);
        await Eventually.TrueAsync(
            async () => await Queues.CountConsumersAsync(world._broker, VendorNames.Em) == workers
                && await Queues.AreConsumedAsync(world._broker),
            "all workers consume",
            Patience,
            details: () => Task.FromResult(world._workers[0].OutputTail()));
        world.Shop = await TracedShop.StartAsync(world._broker, world.Collector.Address);
        return world;
    }

    public async Task<PrivateProgram> StartWorkerAsync(params IEnumerable<(string Key, string Value)> settings)
    {
        var all = new Dictionary<string, string?>(
            ServiceSettings.For(_broker, new("postgres", _database), Vendors.Address, Accounts), StringComparer.Ordinal)
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Collector.Address.ToString(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
        };
        foreach (var (key, value) in settings)
            all[key] = value;
        var worker = new PrivateProgram(Path.Combine(AppContext.BaseDirectory, "Messaging.Worker.dll"), all);
        _workers.Add(worker);
        await worker.StartAsync();
        return worker;
    }

    /// <summary>Kills the only worker.</summary>
    public Task KillWorkerAsync() => _workers.Single(worker => worker.IsRunning).KillAsync();

    /// <summary>Waits for the results of all orders.</summary>
    public Task HaveResultsAsync(IReadOnlyCollection<IOrderEvent> orders) => Eventually.TrueAsync(
        () => Shop.Results.DistinctBy(result => result.MessageId).Count() == orders.Count,
        "all orders have a result",
        Patience,
        details: () => Task.FromResult($"{Shop.Results.Count} came.\n{_workers[^1].OutputTail()}"));

    /// <summary>Stops the workers, which send what they have not sent yet.</summary>
    public Task StopWorkersAsync() => Task.WhenAll(_workers.Select(worker => worker.StopAsync()));

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
            await worker.DisposeAsync();
        if (Shop is not null)
            await Shop.DisposeAsync();
        await Vendors.DisposeAsync();
        await Collector.DisposeAsync();
    }
}
