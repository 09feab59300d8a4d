using Messaging.Chaos.Faults;
using Messaging.Testing;
using Messaging.Testing.Network;
using Npgsql;

namespace Messaging.Chaos.Service;

/// <summary>The private brokers and database of a run, and the networks between them and the workers.</summary>
public sealed class Servers : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("messaging-chaos-");

    private readonly RabbitMqCluster _cluster;

    private Servers(RabbitMqCluster cluster, PostgresServer? database)
    {
        _cluster = cluster;
        BrokerNetworks = [.. cluster.Nodes.Select(node => new NetworkProxy(node.Port))];
        DatabaseNetworks = database is null ? [] : [new(database.Port)];
        Database = database;
        Ledger = database is null
            ? new("sqlite", $"Data Source={Path.Combine(_folder.FullName, "ledger.db")}")
            : new("postgres", database.ConnectionString);
    }

    /// <summary>One of the brokers, for those who need only one.</summary>
    public RabbitMqServer Broker => _cluster.Nodes[0];

    public IReadOnlyList<RabbitMqServer> Brokers => _cluster.Nodes;

    /// <summary>The way from the workers to each broker.</summary>
    public IReadOnlyList<NetworkProxy> BrokerNetworks { get; }

    /// <summary>The way from the workers to the database; none to a file.</summary>
    public IReadOnlyList<NetworkProxy> DatabaseNetworks { get; }

    /// <summary>The settings that lead workers across the network to every broker.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Hosts => BrokerNetworks.Select(
        (network, i) => KeyValuePair.Create<string, string?>(
            FormattableString.Invariant($"Bus:RabbitMq:Hosts:{i}"),
            FormattableString.Invariant($"127.0.0.1:{network.Port}")));

    /// <summary>The ledger as the workers reach it: a database across the network.</summary>
    public LedgerAddress LedgerOfWorkers => DatabaseNetworks is [var network]
        ? Ledger with
        {
            Connection = new NpgsqlConnectionStringBuilder(Ledger.Connection) { Port = network.Port }.ConnectionString,
        }
        : Ledger;

    /// <summary>Null where the ledger is a file.</summary>
    public PostgresServer? Database { get; }

    public LedgerAddress Ledger { get; }

    public static async Task<Servers> StartAsync(ChaosSettings settings)
    {
        var cluster = RabbitMqCluster.StartNewAsync(settings.Brokers);
        var smallDisk = settings.Faults.Contains(FaultNames.DiskFull, StringComparer.Ordinal);
        var database = settings.IsSqlite ? null : await PostgresServer.StartNewAsync(smallDisk: smallDisk);
        return new(await cluster, database);
    }

    /// <summary>See <see cref="RabbitMqServer.SaveDeclarationsAsync"/>.</summary>
    public Task SaveDeclarationsAsync() => _cluster.SaveDeclarationsAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var network in BrokerNetworks.Concat(DatabaseNetworks))
            await network.DisposeAsync();
        await _cluster.DisposeAsync();
        if (Database is not null)
            await Database.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
