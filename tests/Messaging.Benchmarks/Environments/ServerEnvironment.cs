using Messaging.Benchmarks.Orders;
using Messaging.Testing;
using Npgsql;

namespace Messaging.Benchmarks.Environments;

/// <summary>The servers that all measurements of a run share: broker, database and vendors, each private.</summary>
internal sealed class ServerEnvironment : IAsyncDisposable
{
    private readonly RabbitMqServer _broker;

    private ServerEnvironment(RabbitMqServer broker, PostgresServer? database, SimulatorProcess vendors) =>
        (_broker, Database, Vendors) = (broker, database, vendors);

    /// <summary>Null where no contestant keeps its ledger there.</summary>
    public PostgresServer? Database { get; }

    /// <summary>Null where it was not filled.</summary>
    public FilledPostgres? FilledPostgres { get; private set; }

    /// <summary>Null where it was not filled.</summary>
    public FilledSqlite? FilledSqlite { get; private set; }

    public SimulatorProcess Vendors { get; }

    public static async Task<ServerEnvironment> StartAsync(bool withDatabase)
    {
        var broker = RabbitMqServer.StartNewAsync();
        var database = withDatabase ? await PostgresServer.StartNewAsync() : null;
        return new(await broker, database, await SimulatorProcess.StartAsync());
    }

    /// <summary>Fills a ledger of each kind that takes part with settled entries.</summary>
    public async Task FillAsync(
        int entries, IReadOnlyList<string> ledgers, Action<string> progress, CancellationToken cancellationToken)
    {
        var past = new LedgerPast(entries, Waiting: 0);
        if (ledgers.Contains(Contestants.Postgres, StringComparer.Ordinal))
            FilledPostgres = await FilledPostgres.CreateAsync(Database!, past, progress, cancellationToken);
        if (ledgers.Contains(Contestants.Sqlite, StringComparer.Ordinal))
            FilledSqlite = await FilledSqlite.CreateAsync(past, progress, cancellationToken);
    }

    /// <summary>An empty virtual host with the flow's queue, and vendors that remember nothing.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="sellers">The accounts.</param>
    /// <param name="callsPerSecond">What the vendors allow each account; null: any number.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<TrialEnvironment> PrepareAsync(
        Flow flow, IReadOnlyList<Seller> sellers, double? callsPerSecond, CancellationToken cancellationToken)
    {
        await Vendors.ResetAsync(sellers, callsPerSecond);
        return await TrialEnvironment.OpenAsync(
            this, flow, sellers, await _broker.CreateVirtualHostAsync(), cancellationToken);
    }

    /// <summary>The servers' processor time so far.</summary>
    public ServersCpu MeasureServers() => new(
        ServerCosts.CpuIn(_broker.Folder),
        Database is null ? TimeSpan.Zero : ServerCosts.CpuIn(Database.Folder),
        Vendors.Cpu);

    /// <summary>The bytes that the database has written to its log (WAL) so far; zero where there is none.</summary>
    public async Task<long> MeasureLogAsync()
    {
        if (Database is null)
            return 0;
        await using var source = NpgsqlDataSource.Create(Database.ConnectionString);
        await using var command =
            source.CreateCommand("select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await Vendors.DisposeAsync();
        FilledSqlite?.Dispose();
        if (Database is not null)
            await Database.DisposeAsync();
        await _broker.DisposeAsync();
    }
}
