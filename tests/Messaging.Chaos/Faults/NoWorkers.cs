using Messaging.Testing;
using Npgsql;

namespace Messaging.Chaos.Faults;

/// <summary>All workers are stopped, as an autoscaler does when nothing is to be done, and start again.</summary>
/// <param name="workers">All of them.</param>
/// <param name="database">
/// Where they keep the ledger; null where it is a file, which belongs to whoever opens it.
/// </param>
internal sealed class NoWorkers(IReadOnlyList<PrivateProgram> workers, PostgresServer? database) : IFault
{
    private const string Kept =
        """
        select (select count(*) from work where owner is not null) + (select count(*) from claims)
          + (select count(*) from outbox where owner is not null and ids <> '{}')
        """;

    /// <summary>
    /// What workers still owned when they were gone: others would have to wait for the end of a lease.
    /// </summary>
    public long LeftBehind { get; private set; }

    public string Name => FaultNames.Zero;

    public (double Least, double Most) Seconds => (1, 3);

    public bool StopsAll => false;

    public bool IsOverAtOnce => false;

    public async Task BeginAsync()
    {
        await Task.WhenAll(workers.Select(worker => worker.StopAsync()));
        if (database is null)
            return;
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand(Kept);
        LeftBehind += (long)(await command.ExecuteScalarAsync())!;
    }

    public async Task EndAsync()
    {
        await Task.WhenAll(workers.Select(worker => worker.StartAsync()));
        await Task.WhenAll(workers.Select(WorkerHealth.WaitUntilReadyAsync));
    }
}
