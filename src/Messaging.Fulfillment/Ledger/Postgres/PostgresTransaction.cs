using Npgsql;
using static Messaging.Fulfillment.Ledger.Postgres.PostgresStatement;

namespace Messaging.Fulfillment.Ledger.Postgres;

/// <summary>A transaction under way.</summary>
internal sealed class PostgresTransaction(
    NpgsqlConnection connection,
    NpgsqlTransaction transaction,
    string worker,
    long key,
    CancellationToken cancellationToken)
    : IAsyncDisposable
{
    /// <summary>Only if something was written: the many looks that find nothing cost no write.</summary>
    private const string RecordKey =
        """
        insert into commits (worker_id, number)
        select $1, $2 where pg_current_xact_id_if_assigned() is not null
        on conflict do nothing
        """;

    private const string TakeKey =
        "insert into commits (worker_id, number) values ($1, $2) on conflict do nothing returning true";

    /// <summary>
    /// How long each answer is waited for; null: as long as the connection's settings say, which suits a batch of
    /// orders.
    /// </summary>
    public TimeSpan? Timeout { get; set; }

    /// <summary>False when a transaction with this key was committed. Waits for one that has not ended.</summary>
    public async Task<bool> TryTakeKeyAsync()
    {
        var isFree = false;
        await RunAsync(new PostgresStatement(TakeKey, _ => isFree = true, Value(worker), Value(key)));
        return isFree;
    }

    /// <summary>
    /// Runs statements in one round trip. Each sees what was committed when it began: a statement that has to see what
    /// an earlier one waited for must come after it, not be part of it.
    /// </summary>
    public async Task RunAsync(params PostgresStatement[] statements)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        if (Timeout is { } timeout)
            batch.Timeout = (int)timeout.TotalSeconds;
        foreach (var statement in statements)
            batch.BatchCommands.Add(statement.Command);
        batch.BatchCommands.Add(new PostgresStatement(RecordKey, null, Value(worker), Value(key)).Command);

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        foreach (var statement in statements)
        {
            if (statement.Read is null)
                continue;
            while (await reader.ReadAsync(cancellationToken))
                statement.Read(reader);
            await reader.NextResultAsync(cancellationToken);
        }
    }

    public Task CommitAsync() => transaction.CommitAsync(cancellationToken);

    public ValueTask DisposeAsync() => transaction.DisposeAsync();
}
