using Messaging.Testing;
using Npgsql;

namespace Messaging.Chaos.Faults;

/// <summary>
/// The database takes no changes, as a managed one whose disk is nearly full, or one that fails over.
/// </summary>
internal sealed class ReadOnlyDatabase(PostgresServer database) : IFault
{
    public string Name => "read-only";

    public (double Least, double Most) Seconds => (8, 15);

    public bool StopsAll => true;

    public bool IsOverAtOnce => false;

    public Task BeginAsync() => ExecuteAsync("ALTER SYSTEM SET default_transaction_read_only = on");

    public Task EndAsync() => ExecuteAsync("ALTER SYSTEM RESET default_transaction_read_only");

    private async Task ExecuteAsync(string change)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        foreach (var statement in new[] { change, "SELECT pg_reload_conf()" })
        {
            await using var command = source.CreateCommand(statement);
            await command.ExecuteNonQueryAsync();
        }
    }
}
