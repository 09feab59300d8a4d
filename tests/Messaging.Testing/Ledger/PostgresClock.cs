using Npgsql;

namespace Messaging.Testing.Ledger;

/// <summary>
/// Has a database follow a clock that is set by hand: its own is hidden by a function of the same name, which the
/// search path finds first.
/// </summary>
public sealed class PostgresClock : IAsyncDisposable
{
    private readonly LedgerClock _clock;
    private readonly NpgsqlDataSource _source;

    private PostgresClock(LedgerClock clock, NpgsqlDataSource source) => (_clock, _source) = (clock, source);

    /// <summary>Begins with a database in which nobody has a session yet.</summary>
    public static async Task<PostgresClock> FollowAsync(string database, LedgerClock clock)
    {
        var source = NpgsqlDataSource.Create(database);
        var name = new NpgsqlConnectionStringBuilder(database).Database;
        foreach (var statement in new[]
        {
            "create table test_clock as select now() as at",
            "create function public.clock_timestamp() returns timestamptz language sql volatile "
                + "as 'select at from public.test_clock'",
            $"alter database {name} set search_path = public, pg_catalog",
        })
        {
            // A database's name cannot be a parameter; it is the test's own.
#pragma warning disable CA2100
            await using var command = source.CreateCommand(statement);
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync();
        }

        var follower = new PostgresClock(clock, source);
        follower.Set(clock.Now);
        clock.Advanced += follower.Set;
        return follower;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _clock.Advanced -= Set;
        return _source.DisposeAsync();
    }

    private void Set(DateTimeOffset now)
    {
        using var command = _source.CreateCommand("update test_clock set at = $1");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        command.ExecuteNonQuery();
    }
}
