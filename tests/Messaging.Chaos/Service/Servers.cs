using Messaging.Testing;

namespace Messaging.Chaos.Service;

/// <summary>The private broker and database of a run.</summary>
public sealed class Servers : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("messaging-chaos-");

    private Servers(RabbitMqServer broker, PostgresServer? database)
    {
        Broker = broker;
        Database = database;
        Ledger = database is null
            ? new("sqlite", $"Data Source={Path.Combine(_folder.FullName, "ledger.db")}")
            : new("postgres", database.ConnectionString);
    }

    public RabbitMqServer Broker { get; }

    /// <summary>Null where the ledger is a file.</summary>
    public PostgresServer? Database { get; }

    public LedgerAddress Ledger { get; }

    public static async Task<Servers> StartAsync(ChaosSettings settings)
    {
        var broker = RabbitMqServer.StartNewAsync();
        var database = settings.IsSqlite ? null : await PostgresServer.StartNewAsync();
        return new(await broker, database);
    }

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        if (Database is not null)
            await Database.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
