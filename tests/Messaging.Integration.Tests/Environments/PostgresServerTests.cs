using Messaging.Testing;
using Npgsql;

namespace Messaging.Integration.Tests.Environments;

public sealed class PostgresServerTests(PostgresFixture shared)
{
    [Fact]
    public async Task Committed_rows_survive_kill_and_restart_on_the_same_port()
    {
        await using var server = await PostgresServer.StartNewAsync();
        var address = await server.CreateDatabaseAsync();
        await ExecuteAsync(
            address, "CREATE TABLE probe (text text NOT NULL); INSERT INTO probe VALUES ('before the crash')");

        await server.KillAsync();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ExecuteAsync(address, "SELECT 1"));
        await server.StartAsync();
        await ExecuteAsync(address, "INSERT INTO probe VALUES ('after the crash')");
        await server.RestartAsync();

        Assert.Equal(
            "before the crash, after the crash",
            await ExecuteAsync(address, "SELECT string_agg(text, ', ') FROM probe"));
    }

    [Fact]
    public async Task Databases_do_not_see_each_others_tables()
    {
        var first = await shared.CreateDatabaseAsync();
        var second = await shared.CreateDatabaseAsync();

        await ExecuteAsync(first, "CREATE TABLE probe (number int)");

        Assert.Equal("probe", await ExecuteAsync(first, "SELECT to_regclass('probe')::text"));
        Assert.Equal(DBNull.Value, await ExecuteAsync(second, "SELECT to_regclass('probe')::text"));
    }

    private static async Task<object?> ExecuteAsync(string address, string sql)
    {
        await using var source =
            NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(address) { Pooling = false });
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
