using Messaging.Fulfillment.Ledger;
using Messaging.Testing.Ledger;

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
}
