using Npgsql;

namespace Messaging.Fulfillment.Ledger.Postgres;

/// <summary>Runs transactions that happen once, whatever happens to the connection.</summary>
/// <remarks>
/// A connection lost in the middle of a commit leaves open whether it was done. The server knows by the transaction's id, crash or not, and
/// is asked before anything is tried again.
/// </remarks>
internal sealed class PostgresTransactions(NpgsqlDataSource source, LedgerRetry retry)
{
    public Task<T> RunAsync<T>(Func<PostgresTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        (string Id, T Result)? open = null;
        return retry.RunAsync(
            async token =>
            {
                await using var connection = await source.OpenConnectionAsync(token);
                if (open is var (id, result) && await WasCommittedAsync(connection, id, token))
                    return result;

                open = null;
                await using var transaction = new PostgresTransaction(connection, await connection.BeginTransactionAsync(token), token);
                result = await work(transaction);
                try
                {
                    // From here on the outcome is the server's.
                    open = transaction.Id is null ? null : (transaction.Id, result);
                    await transaction.CommitAsync();
                }
                catch (Exception e) when (!PostgresFaults.LeavesCommitOpen(e))
                {
                    open = null;
                    throw;
                }

                return result;
            },
            cancellationToken);
    }

    private static async Task<bool> WasCommittedAsync(NpgsqlConnection connection, string id, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select pg_xact_status($1::xid8)", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        return await command.ExecuteScalarAsync(cancellationToken) switch
        {
            "committed" => true,
            "aborted" => false,
            // The server has not noticed yet that we are gone.
            "in progress" => throw new TimeoutException("A transaction whose connection was lost has not ended yet."),
            _ => throw new LedgerException($"PostgreSQL no longer knows the outcome of transaction {id}. Restart the worker."),
        };
    }
}
