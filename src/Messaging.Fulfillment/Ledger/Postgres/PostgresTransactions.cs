using Npgsql;

namespace Messaging.Fulfillment.Ledger.Postgres;

/// <summary>Runs transactions that happen once, whatever happens to the connection.</summary>
/// <remarks>
/// A connection lost in the middle of a commit leaves open whether it was done. So every transaction that writes leaves
/// its number behind, and the next try begins with that same number: it waits for the first to end where that is still
/// under way, and then either finds the number taken, and the first was committed, or has it. (The server's own memory,
/// pg_xact_status, does not serve: after a crash the id of a transaction that was lost is given to another.)
/// </remarks>
internal sealed class PostgresTransactions(NpgsqlDataSource source, LedgerRetry retry, string worker)
{
    private readonly Lock _lock = new();
    private readonly HashSet<long> _underWay = [];
    private long _last;

    /// <summary>All numbers below this one have served.</summary>
    public long OldestUnderWay
    {
        get
        {
            lock (_lock)
                return _underWay.Count == 0 ? _last + 1 : _underWay.Min();
        }
    }

    public async Task<T> RunAsync<T>(Func<PostgresTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        var number = Begin();
        try
        {
            return await RunAsync(work, number, cancellationToken);
        }
        finally
        {
            End(number);
        }
    }

    private async Task<T> RunAsync<T>(
        Func<PostgresTransaction, Task<T>> work, long number, CancellationToken cancellationToken)
    {
        var isOpen = false;
        T result = default!;
        return await retry.RunAsync(
            async token =>
            {
                await using var connection = await source.OpenConnectionAsync(token);
                await using var transaction = new PostgresTransaction(
                    connection, await connection.BeginTransactionAsync(token), worker, number, token);
                if (isOpen && !await transaction.TryNumberAsync())
                    return result;

                isOpen = false;
                result = await work(transaction);
                isOpen = true;
                await transaction.CommitAsync();
                return result;
            },
            cancellationToken);
    }

    private long Begin()
    {
        lock (_lock)
        {
            _underWay.Add(++_last);
            return _last;
        }
    }

    private void End(long number)
    {
        lock (_lock)
            _underWay.Remove(number);
    }
}
