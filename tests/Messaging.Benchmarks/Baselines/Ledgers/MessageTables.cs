using System.Text.Json;
using Messaging.Contracts;
using Npgsql;

namespace Messaging.Benchmarks.Baselines.Ledgers;

/// <summary>
/// Inbox and outbox as they are mostly written: a row for each message in either, all rows of a batch in one round
/// trip and one transaction.
/// </summary>
internal sealed class MessageTables(NpgsqlDataSource database) : IAsyncDisposable
{
    private const string FindConsumed =
        "select message_id from inbox where message_id = any($1) and consumed_at is not null";

    private const string Schema = """
        create table inbox (
          message_id uuid primary key,
          received_at timestamptz not null default now(),
          consumed_at timestamptz);
        create table outbox (
          id bigint generated always as identity primary key,
          message_id uuid not null,
          json text not null,
          created_at timestamptz not null default now())
        """;

    public static async Task<MessageTables> OpenAsync(string database, CancellationToken cancellationToken)
    {
        var tables = new MessageTables(NpgsqlDataSource.Create(database));
        await using var command = tables.Database.CreateCommand(Schema);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return tables;
    }

    private NpgsqlDataSource Database => database;

    /// <summary>Records messages that have come.</summary>
    /// <returns>Those of them that were consumed before.</returns>
    public async Task<HashSet<Guid>> ReceiveAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        await ExecuteAsync(
            ids.Select(id => Command(
                "insert into inbox (message_id) values ($1) on conflict do nothing", id)), cancellationToken);
        await using var command = database.CreateCommand(FindConsumed);
        command.Parameters.Add(new() { Value = ids.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var consumed = new HashSet<Guid>();
        while (await reader.ReadAsync(cancellationToken))
            consumed.Add(reader.GetGuid(0));
        return consumed;
    }

    /// <summary>Records messages as consumed, and what came of them.</summary>
    public Task ConsumeAsync(IReadOnlyList<FulfillmentSucceeded> results, CancellationToken cancellationToken) =>
        ExecuteAsync(
            results.SelectMany(result => new[]
            {
                Command("update inbox set consumed_at = now() where message_id = $1", result.OrderEventId),
                Command(
                    "insert into outbox (message_id, json) values ($1, $2)",
                    result.EventId,
                    JsonSerializer.Serialize(result, BaselineJson.Wire.FulfillmentSucceeded)),
            }),
            cancellationToken);

    /// <summary>Publishes the oldest messages of the outbox and removes them; false where there is none.</summary>
    public async Task<bool> RelayAsync(
        int limit,
        Func<IReadOnlyList<FulfillmentSucceeded>, Task> publishAsync,
        CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var ids = new List<long>();
        var results = new List<FulfillmentSucceeded>();
        await using (var take = new NpgsqlCommand(
            "select id, json from outbox order by id limit $1 for update skip locked", connection, transaction))
        {
            take.Parameters.Add(new() { Value = limit });
            await using var reader = await take.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                ids.Add(reader.GetInt64(0));
                results.Add(JsonSerializer.Deserialize(reader.GetString(1), BaselineJson.Wire.FulfillmentSucceeded)!);
            }
        }

        if (ids.Count == 0)
            return false;
        await publishAsync(results);
        await using var delete =
            new NpgsqlCommand("delete from outbox where id = any($1)", connection, transaction);
        delete.Parameters.Add(new() { Value = ids.ToArray() });
        await delete.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    private static NpgsqlBatchCommand Command(string text, params object[] values)
    {
        // Every text here is a constant of this file.
#pragma warning disable CA2100
        var command = new NpgsqlBatchCommand(text);
#pragma warning restore CA2100
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }

    /// <summary>A batch is one transaction.</summary>
    private async Task ExecuteAsync(IEnumerable<NpgsqlBatchCommand> commands, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        foreach (var command in commands)
            batch.BatchCommands.Add(command);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
