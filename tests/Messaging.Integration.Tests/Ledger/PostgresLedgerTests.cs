using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Ledger.Postgres;
using Messaging.Testing;
using Messaging.Testing.Ledger;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Messaging.Integration.Tests.Ledger;

public sealed partial class PostgresLedgerTests(PostgresFixture postgres) : LedgerContract
{
    private string _database = "";

    public override async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        await base.InitializeAsync();
    }

    protected override int Lives => 10;

    protected override ILedger Build() => LedgerHost.Build("postgres", _database, Clock);

    protected override async Task OutwaitLeaseAsync(ILedger successor)
    {
        for (var i = 0; i < 5; i++)
        {
            Clock.Advance(LeaseDuration / 4);
            await successor.RenewLeaseAsync(Token);
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
            await PostgresSchema.On(connection).Database.MigrateAsync("20260101000000_Initial", Token);
            await using var command = new NpgsqlCommand(
                """
                with e as (
                  insert into entries (event_id, event_type, vendor, account, order_no, occurred_at, received_at, payload)
                  values (gen_random_uuid(), 'OrderShipped', 'fengchao', 'shop', 'A', '2026-01-01Z', '2026-01-01Z', '{}') returning *)
                insert into work (event_id, id, vendor, account, order_no, occurred_at, received_at, due_at, may_be_done)
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
    public async Task Marking_what_is_being_sent_moves_no_entry_to_another_page_and_so_touches_no_index()
    {
        var claim = await Ledger.ClaimAsync([.. Enumerable.Range(0, 500).Select(i => Order($"A{i}"))], Terms(), Token);
        var before = await PagesAsync();

        Assert.Empty(await Ledger.RecordSendIntentAsync([.. claim.Claimed.Select(entry => entry.Key)], Token));

        Assert.Equal(500, before.Count);
        Assert.Equal(before, await PagesAsync());
    }

    private async Task<IReadOnlyDictionary<Guid, double>> PagesAsync()
    {
        await using var source = NpgsqlDataSource.Create(_database);
        await using var command = source.CreateCommand("select event_id, (ctid::text::point)[0] from work");
        await using var reader = await command.ExecuteReaderAsync(Token);
        var pages = new Dictionary<Guid, double>();
        while (await reader.ReadAsync(Token))
            pages.Add(reader.GetGuid(0), reader.GetDouble(1));
        return pages;
    }

    protected override async Task<ILedger[]> OpenWorkersAsync() => [Ledger, await OpenAsync(), await OpenAsync()];
}
