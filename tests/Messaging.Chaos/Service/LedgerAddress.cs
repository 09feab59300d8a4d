using System.Data.Common;
using System.Globalization;
using Messaging.Fulfillment.Ledger;
using Messaging.Testing.Ledger;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Messaging.Chaos.Service;

/// <summary>Where the service's ledger is.</summary>
/// <param name="Provider"><c>sqlite</c> or <c>postgres</c>.</param>
/// <param name="Connection">Its connection string.</param>
public sealed record LedgerAddress(string Provider, string Connection)
{
    /// <summary>Asks the ledger something. With SQLite, whose file has one owner, no worker may run.</summary>
    public async Task<T> AskAsync<T>(Func<ILedger, Task<T>> ask)
    {
        await using var ledger = LedgerHost.Build(Provider, Connection, TimeProvider.System);
        await ledger.OpenAsync(CancellationToken.None);
        var answer = await ask(ledger);
        await ledger.ReleaseAsync(CancellationToken.None);
        return answer;
    }

    /// <summary>
    /// Whether every event is settled and every result marked as published. May be asked beside the workers, of any
    /// number of them.
    /// </summary>
    public async Task<bool> IsSettledAsync()
    {
        await using DbConnection connection = Provider is "postgres"
            ? new NpgsqlConnection(Connection)
            : new SqliteConnection($"{Connection};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = Provider is "postgres"
            ? """
              select (select count(*) from work) + (select count(*) from claims)
                + (select count(*) from outbox where ids <> '{}')
              """
            : """
              select (select count(*) from work) + (select count(*) from claims)
                + (select count(*) from outbox where published_at is null)
              """;
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture) == 0;
    }
}
