using System.Text.Json;
using Messaging.Contracts;
using Npgsql;

namespace Messaging.Benchmarks.Baselines.Ledgers;

/// <summary>
/// The fewest statements by which nothing is lost and nothing done twice without need: one asks which events have a
/// result already, one stores the results of the others. No outbox: an order event is acknowledged after its result was
/// confirmed, and one that comes again finds its result here.
/// </summary>
internal sealed class ResultStore(NpgsqlDataSource database) : IAsyncDisposable
{
    private const string Schema = "create table results (event_id uuid primary key, json text not null)";
    private const string Find = "select event_id, json from results where event_id = any($1)";
    private const string Insert =
        "insert into results (event_id, json) select * from unnest($1, $2) on conflict do nothing";

    public static async Task<ResultStore> OpenAsync(string database, CancellationToken cancellationToken)
    {
        var store = new ResultStore(NpgsqlDataSource.Create(database));
        await using var command = store.Database.CreateCommand(Schema);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return store;
    }

    private NpgsqlDataSource Database => database;

    /// <summary>The results of those events that have one, by event id.</summary>
    public async Task<Dictionary<Guid, FulfillmentSucceeded>> FindAsync(
        Guid[] eventIds, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Find);
        command.Parameters.Add(new() { Value = eventIds });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new Dictionary<Guid, FulfillmentSucceeded>();
        while (await reader.ReadAsync(cancellationToken))
        {
            found[reader.GetGuid(0)] =
                JsonSerializer.Deserialize(reader.GetString(1), BaselineJson.Wire.FulfillmentSucceeded)!;
        }

        return found;
    }

    public async Task AddAsync(IReadOnlyList<FulfillmentSucceeded> results, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Insert);
        command.Parameters.Add(new() { Value = results.Select(result => result.OrderEventId).ToArray() });
        command.Parameters.Add(new()
        {
            Value = results
                .Select(result => JsonSerializer.Serialize(result, BaselineJson.Wire.FulfillmentSucceeded))
                .ToArray(),
        });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
