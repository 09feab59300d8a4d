using Messaging.Fulfillment.Ledger;
using Messaging.Testing;
using Messaging.Testing.Ledger;
using Npgsql;

namespace Messaging.Integration.Tests.Ledger;

public sealed partial class PostgresLedgerTests(PostgresFixture postgres) : LedgerContract
{
    private string _database = "";
    private PostgresClock _databaseClock = null!;

    public override async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        _databaseClock = await PostgresClock.FollowAsync(_database, Clock);
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _databaseClock.DisposeAsync();
    }

    protected override int Lives => 10;

    protected override ILedger Build() => LedgerHost.Build("postgres", _database, Clock);

    protected override async Task OutwaitLeaseAsync(ILedger successor)
    {
        for (var i = 0; i < 5; i++)
        {
            Clock.Advance(LeaseDuration / 4);
            await successor.RenewLeaseAsync(WorkerLoad.None, Token);
        }
    }

    [Fact]
    public async Task A_hold_binds_only_the_worker_that_has_it()
    {
        var other = await OpenAsync();
        var order = Order("A");
        await Ledger.ClaimAsync([order], Terms(onHold: "shop"), Token);

        Assert.Empty(await ClaimDueAsync(onHold: "shop"));
        Assert.Equal(order with { Claim = 1 }, Assert.Single(await ClaimDueAsync(worker: other)));
    }

    [Fact]
    public async Task A_database_of_the_first_version_is_brought_up_to_date_with_what_it_holds()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using (var source = NpgsqlDataSource.Create(database))
        {
            await using var connection = await source.OpenConnectionAsync(Token);
            await EarlierVersion.CreateFirstAsync(connection, "postgres", Token);
            await using var command = new NpgsqlCommand(
                """
                with e as (
                  insert into entries (event_id, event_type, vendor, account, order_no, occurred_at, received_at,
                    payload)
                  values (gen_random_uuid(), 'OrderShipped', 'fengchao', 'shop', 'A', '2026-01-01Z', '2026-01-01Z',
                    '{}') returning *)
                insert into work (event_id, id, vendor, account, order_no, occurred_at, received_at, due_at,
                  may_be_done)
                select event_id, id, vendor, account, order_no, occurred_at, received_at, '2026-01-01Z', false from e
                """,
                connection);
            await command.ExecuteNonQueryAsync(Token);
        }

        await using var ledger = LedgerHost.Build("postgres", database, Clock);
        await ledger.OpenAsync(Token);

        Assert.Empty(await ClaimDueAsync(worker: ledger, onHold: "shop"));
        var claimed = Assert.Single(await ClaimDueAsync(worker: ledger));
        Assert.Equal(("A", null), (claimed.OrderNo, claimed.Deadline));
        Assert.Empty(await ledger.SettleAsync([Success(claimed)], Token));
    }

    [Fact]
    public async Task Workers_that_start_together_on_an_empty_database_migrate_it_once()
    {
        var database = await postgres.CreateDatabaseAsync();
        var workers = Enumerable.Range(0, 6).Select(_ => LedgerHost.Build("postgres", database, Clock)).ToList();

        await Task.WhenAll(workers.Select(worker => worker.OpenAsync(Token)));

        Assert.All(workers, worker => Assert.True(worker.HoldsLease));
        await using var source = NpgsqlDataSource.Create(database);
        await using var count =
            source.CreateCommand("""select count(*), count(distinct "MigrationId") from ledger_migrations""");
        await using var row = await count.ExecuteReaderAsync(Token);
        await row.ReadAsync(Token);
        var scripts = typeof(ILedger).Assembly.GetManifestResourceNames().LongCount(
            name => name.StartsWith("postgres/", StringComparison.Ordinal));
        Assert.Equal((scripts, scripts), (row.GetInt64(0), row.GetInt64(1)));
        foreach (var worker in workers)
            await worker.DisposeAsync();
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_nothing_behind_and_can_be_run_again()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(database);
        // In the way of the last table that the first migration creates.
        await using (var obstacle = source.CreateCommand("create table tallies (obstacle integer)"))
            await obstacle.ExecuteNonQueryAsync(Token);
        await using var ledger = LedgerHost.Build("postgres", database, Clock);

        await Assert.ThrowsAsync<LedgerException>(() => ledger.OpenAsync(Token));

        await using (var tables = source.CreateCommand(
            "select count(*) from pg_tables where tablename in ('entries', 'work', 'results')"))
            Assert.Equal(0L, await tables.ExecuteScalarAsync(Token));
        await using (var removal = source.CreateCommand("drop table tallies"))
            await removal.ExecuteNonQueryAsync(Token);
        await ledger.OpenAsync(Token);
        Assert.True(ledger.HoldsLease);
    }

    [Fact]
    public async Task What_succeeds_at_once_costs_a_row_of_entries_and_one_of_results_and_else_a_row_for_all()
    {
        var orders = Enumerable.Range(0, 100).Select(i => Order($"A{i}")).ToArray();

        await Ledger.ClaimAsync(orders, Terms(recordsSendIntent: true), Token);
        Assert.Empty(await Ledger.RecordSendIntentAsync([.. orders.Select(KeyOf)], Token));
        Assert.Equal("100 0 1 1 0 0", await CountRowsAsync());
        await SettleAsync([.. orders.Select(Success)]);
        Assert.Equal("100 0 0 0 100 1", await CountRowsAsync());
        await Ledger.MarkPublishedAsync([.. Ids(orders)], Token);
        Assert.Equal("100 0 0 0 100 1", await CountRowsAsync());

        Pass(60 * 24 * 2);
        Assert.Equal(200, await Ledger.PurgeAsync(Clock.Now, Clock.Now, 1000, Token));
        Assert.Equal("0 0 0 0 0 0", await CountRowsAsync());
    }

    private async Task<string> CountRowsAsync()
    {
        await using var source = NpgsqlDataSource.Create(_database);
        await using var command = source.CreateCommand(
            """
            select concat_ws(' ', (select count(*) from entries), (select count(*) from work),
              (select count(*) from claims), (select count(*) from sends), (select count(*) from results),
              (select count(*) from outbox))
            """);
        return (string)(await command.ExecuteScalarAsync(Token))!;
    }

    protected override async Task<ILedger[]> OpenWorkersAsync() => [Ledger, await OpenAsync(), await OpenAsync()];
}
