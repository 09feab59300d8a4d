using Messaging.Testing;
using Messaging.Testing.Network;

namespace Messaging.Chaos.Service;

/// <summary>The private brokers and database of a run, and the network between workers and brokers.</summary>
public sealed class Servers : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("messaging-chaos-");

    private readonly RabbitMqCluster _cluster;
    private readonly IReadOnlyList<NetworkProxy> _networks;

    private Servers(RabbitMqCluster cluster, PostgresServer? database)
    {
        _cluster = cluster;
        _networks = [.. cluster.Nodes.Select(node => new NetworkProxy(node.Port))];
        Database = database;
        Ledger = database is null
            ? new("sqlite", $"Data Source={Path.Combine(_folder.FullName, "ledger.db")}")
            : new("postgres", database.ConnectionString);
    }

    /// <summary>One of the brokers, for those who need only one.</summary>
    public RabbitMqServer Broker => _cluster.Nodes[0];

    public IReadOnlyList<RabbitMqServer> Brokers => _cluster.Nodes;

    /// <summary>The settings that lead workers across the network to every broker.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Hosts => _networks.Select(
        (network, i) => KeyValuePair.Create<string, string?>(
            FormattableString.Invariant($"Bus:RabbitMq:Hosts:{i}"),
            FormattableString.Invariant($"127.0.0.1:{network.Port}")));

    /// <summary>Null where the ledger is a file.</summary>
    public PostgresServer? Database { get; }

    public LedgerAddress Ledger { get; }

    public static async Task<Servers> StartAsync(ChaosSettings settings)
    {
        var cluster = RabbitMqCluster.StartNewAsync(settings.Brokers);
        var database = settings.IsSqlite ? null : await PostgresServer.StartNewAsync();
        return new(await cluster, database);
    }

    /// <summary>See <see cref="RabbitMqServer.SaveDeclarationsAsync"/>.</summary>
    public Task SaveDeclarationsAsync() => _cluster.SaveDeclarationsAsync();

    /// <summary>Spoils the network between all workers and all brokers.</summary>
    public void Begin(NetworkFault fault)
    {
        foreach (var network in _networks)
            network.Begin(fault);
    }

    /// <summary>Ends the fault.</summary>
    public void Restore()
    {
        foreach (var network in _networks)
            network.Restore();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var network in _networks)
            await network.DisposeAsync();
        await _cluster.DisposeAsync();
        if (Database is not null)
            await Database.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
