using Messaging.Fulfillment.Ledger;
using Messaging.Testing;
using Messaging.Testing.Ledger;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Messaging.Chaos.Service;

/// <summary>The private broker and database of a run.</summary>
public sealed class Servers : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("messaging-chaos-");

    private Servers(RabbitMqServer broker, PostgresServer? database)
    {
        Broker = broker;
        Database = database;
        LedgerConnection = database?.ConnectionString ?? $"Data Source={Path.Combine(_folder.FullName, "ledger.db")}";
    }

    public RabbitMqServer Broker { get; }

    /// <summary>Null where the ledger is a file.</summary>
    public PostgresServer? Database { get; }

    public string LedgerProvider => Database is null ? "sqlite" : "postgres";

    public string LedgerConnection { get; }

    public static async Task<Servers> StartAsync(ChaosSettings settings)
    {
        var broker = RabbitMqServer.StartNewAsync();
        var database = settings.IsSqlite ? null : await PostgresServer.StartNewAsync();
        return new(await broker, database);
    }

    /// <summary>The sums of the ledger. With SQLite, whose file has one owner, no worker may run.</summary>
    public async Task<IReadOnlyList<LedgerTotals>> CountAsync() => await AskAsync(ledger => ledger.CountAsync(CancellationToken.None));

    /// <summary>Asks the ledger, as <see cref="CountAsync"/> does.</summary>
    public async Task<T> AskAsync<T>(Func<ILedger, Task<T>> ask)
    {
        await using var ledger = LedgerHost.Build(LedgerProvider, LedgerConnection, TimeProvider.System);
        await ledger.OpenAsync(CancellationToken.None);
        var answer = await ask(ledger);
        await ledger.ReleaseAsync(CancellationToken.None);
        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        if (Database is not null)
            await Database.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
