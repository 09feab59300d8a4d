using Messaging.Fulfillment.Ledger;
using Messaging.Testing.Ledger;
using Npgsql;

namespace Messaging.Integration.Tests.Ledger;

/// <summary>A ledger of the version before, with a row for each order in every table, is brought up to date.</summary>
public sealed partial class PostgresLedgerTests
{
    private const string BeforeBatches = "20260401000000_Precedence";

    /// <summary>
    /// One worker died with a claim that had left (A), a claim that had not (B), and a result that was not published
    /// (C). D was published, E failed and was published, F waits for its time, G waits for F. As the version before
    /// wrote them.
    /// </summary>
    private const string Filled =
        """
        insert into workers values ('dead', '2025-12-31T23:00Z');
        insert into entries (event_id, event_type, vendor, account, order_no, occurred_at, received_at, payload)
        select md5(o.no || o.minute)::uuid, 'OrderShipped', 'fengchao', 'shop', o.no,
          timestamptz '2025-12-31T22:00Z' + make_interval(mins => o.minute), '2025-12-31T23:00Z', '{}'
        from (values ('A', 1), ('B', 1), ('C', 1), ('D', 5), ('E', 5), ('F', 1), ('F', 2)) o (no, minute);
        insert into work (event_id, id, vendor, account, order_no, occurred_at, received_at, due_at, owner, claim,
          may_be_done, blocked_by, attempts)
        select event_id, id, vendor, account, order_no, occurred_at, received_at,
          case when order_no = 'F' then timestamptz '2026-01-01T00:05Z' else received_at end,
          case when order_no in ('A', 'B') then 'dead' end,
          (order_no in ('A', 'B') or occurred_at = '2025-12-31T22:01Z')::integer, order_no = 'A',
          case when occurred_at = '2025-12-31T22:02Z' then md5('F1')::uuid end,
          (order_no = 'F' and occurred_at = '2025-12-31T22:01Z')::integer
        from entries where order_no in ('A', 'B', 'F');
        insert into results (id, owner, succeeded, attempts, json, settled_at, published_at, order_no, account, vendor,
          occurred_at)
        select id, 'dead', order_no <> 'E', 1, '{"orderNo":"' || order_no || '"}', received_at,
          case when order_no <> 'C' then received_at end, order_no, account, vendor, occurred_at
        from entries where order_no in ('C', 'D');
        insert into results (id, owner, succeeded, attempts, json, settled_at, published_at)
        select id, 'dead', false, 1, '{"orderNo":"E"}', received_at, received_at from entries where order_no = 'E';
        insert into outbox (event_id, id, vendor, owner, settled_at)
        select event_id, id, vendor, 'dead', received_at from entries where order_no = 'C';
        insert into tallies values ('fengchao', 7, 2, 1);
        """;

    [Fact]
    public async Task A_filled_ledger_of_the_version_before_goes_on_where_it_was()
    {
        Ledger = await MigrateAsync();

        Assert.Equal(new LedgerTotals(Vendor, 7, 2, 1, 4, 1, Clock.Now.AddHours(-1)), await TotalsAsync());
        Assert.Equal(
            ["claimed", "claimed", "settled", "published", "published", "waiting"],
            await Task.WhenAll("ABCDEF".Select(no => StateAsync($"{no}"))));
        var published = Assert.Single(await Ledger.FindAsync("D", Token));
        Assert.Equal((Clock.Now.AddHours(-1), "dead"), (published.PublishedAt, published.Owner));
        await OutwaitLeaseAsync(Ledger);

        Assert.Equal("C", OrderNo(Assert.Single(await TakeAsync())));
        var taken = await ClaimDueAsync();
        Assert.Equal(
            [("A", true, 2), ("B", false, 2)],
            taken.Select(order => (order.OrderNo, order.InDoubt, order.Claim)).Order());
        Assert.Empty(await SettleAsync([.. taken.Select(Success)]));
        Pass(5);
        var first = Assert.Single(await ClaimDueAsync());
        Assert.Equal(("F", 2, 1), (first.OrderNo, first.Claim, first.Attempts));
        Assert.Empty(await SettleAsync(Success(first)));
        Assert.Empty(await SettleAsync(Success(Assert.Single(await ClaimDueAsync()))));
        Assert.Equal(0, (await TotalsAsync()).Drift);
    }

    [Fact]
    public async Task What_the_version_before_knew_of_an_order_counts()
    {
        Ledger = await MigrateAsync();
        var early = Clock.Now.AddHours(-2);

        // Behind a claim of a dead worker, older than a success, older than a failure.
        var claim = await ClaimAsync(Order("A"), Late("D", early), Late("E", early));

        Assert.Equal(
            [("D", true), ("E", false)], claim.Claimed.Select(order => (order.OrderNo, order.Superseded)).Order());
        Assert.Equal(3, claim.Received);

        OrderEntry Late(string orderNo, DateTimeOffset at) => Order(orderNo) with { OccurredAt = at };
    }

    [Fact]
    public async Task What_the_version_before_published_is_purged_and_what_it_did_not_is_not()
    {
        Ledger = await MigrateAsync();

        Assert.Equal(4, await Ledger.PurgeAsync(Clock.Now, Clock.Now, 100, Token));

        Assert.Empty(await Ledger.FindAsync("D", Token));
        Assert.Equal("settled", await StateAsync("C"));
        await Ledger.MarkPublishedAsync([Assert.Single(await Ledger.FindAsync("C", Token)).EventId], Token);
        Assert.Equal("published", await StateAsync("C"));
        Pass(1);
        Assert.Equal(2, await Ledger.PurgeAsync(Clock.Now, Clock.Now, 100, Token));
    }

    private async Task<ILedger> MigrateAsync()
    {
        await Ledger.ReleaseAsync(Token);
        _database = await postgres.CreateDatabaseAsync();
        await using (var source = NpgsqlDataSource.Create(_database))
        {
            await using var connection = await source.OpenConnectionAsync(Token);
            await EarlierVersion.CreateAsync(connection, "postgres", BeforeBatches, Token);
            await using var command = new NpgsqlCommand(Filled, connection);
            await command.ExecuteNonQueryAsync(Token);
        }

        await _databaseClock.DisposeAsync();
        _databaseClock = await PostgresClock.FollowAsync(_database, Clock);
        return await OpenAsync();
    }

    private async Task<string> StateAsync(string orderNo) => (await Ledger.FindAsync(orderNo, Token))[0].State;

    private static string OrderNo(StoredResult result) =>
        System.Text.Json.JsonDocument.Parse(result.Json).RootElement.GetProperty("orderNo").GetString()!;
}
