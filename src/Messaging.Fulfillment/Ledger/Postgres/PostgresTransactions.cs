using Npgsql;

namespace Messaging.Fulfillment.Ledger.Postgres;

/// <summary>Runs transactions exactly once, whatever happens to the connection.</summary>
/// <remarks>
/// A connection lost during a commit leaves open whether it was committed. So every transaction that writes also stores
/// an idempotency key (table <c>commits</c>, column <c>number</c>), and a retry begins with the same key: it waits
/// until the first transaction has ended, and then either finds the key taken, so the first was committed, or takes it.
/// The server's pg_xact_status does not serve: after a crash the id of a lost transaction is given to another.
/// </remarks>
internal sealed class PostgresTransactions(NpgsqlDataSource source, LedgerRetry retry, string worker) : IDisposable
{
    /// <summary>
    /// How many may be connecting at a time. A connection costs the server a process: were all who lost theirs to
    /// connect at once to a server that is slow, none might be connected before it gives up, again and again. Who waits
    /// here mostly gets the connection of one who is done. Two, so that one attempt without an answer stops nobody.
    /// </summary>
    private readonly SemaphoreSlim _connecting = new(2);

    private readonly Lock _lock = new();
    private readonly HashSet<long> _inUse = [];
    private long _last;

    /// <summary>No key below this one is needed any more.</summary>
    public long OldestKeyInUse
    {
        get
        {
            lock (_lock)
                return _inUse.Count == 0 ? _last + 1 : _inUse.Min();
        }
    }

    public void Dispose() => _connecting.Dispose();

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
                await using var connection = await ConnectAsync(token);
                await using var transaction = new PostgresTransaction(
                    connection, await connection.BeginTransactionAsync(token), worker, number, token);
                if (isOpen && !await transaction.TryTakeKeyAsync())
                    return result;

                isOpen = false;
                result = await work(transaction);
                isOpen = true;
                await transaction.CommitAsync();
                return result;
            },
            cancellationToken);
    }

    private async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        await _connecting.WaitAsync(cancellationToken);
        try
        {
            return await source.OpenConnectionAsync(cancellationToken);
        }
        finally
        {
            _connecting.Release();
        }
    }

    private long Begin()
    {
        lock (_lock)
        {
            _inUse.Add(++_last);
            return _last;
        }
    }

    private void End(long number)
    {
        lock (_lock)
            _inUse.Remove(number);
    }
}
