using Messaging.Fulfillment.Ledger;
using Messaging.Testing.Ledger;
using Microsoft.Data.Sqlite;

namespace Messaging.Fulfillment.Tests.Ledger;

/// <summary>A file of the version before, with a row for each order in every table, is brought up to date.</summary>
public sealed partial class SqliteLedgerTests
{
    private const string BeforeBatches = "20261125000000_Erasing";

    /// <summary>
    /// The process died with a claim that had left (A), a claim that had not (B), and a result that was not published
    /// (C). D was published, E failed and was published two hours later, F waits for its time and another F for that.
    /// As the version before wrote them.
    /// </summary>
    private const string Filled =
        """
        create temp table given (id integer primary key, no text, at integer);
        insert into given (no, at) values ('A', 1), ('B', 1), ('C', 1), ('D', 5), ('E', 5), ('F', 1), ('F', 2);
        insert into entries (id, event_id, event_type, vendor, account, order_no, occurred_at, received_at, payload)
        select id, randomblob(16), 'OrderShipped', 'fengchao', 'shop', no, 63902815200000000 + at * 60000000,
          63902818800000000, '{}'
        from given;
        insert into work (event_id, id, vendor, account, order_no, occurred_at, received_at, due_at, owner, claim,
          may_be_done, attempts)
        select event_id, id, vendor, account, order_no, occurred_at, received_at,
          received_at + case when order_no = 'F' then 3900000000 else 0 end,
          case when order_no in ('A', 'B') then 'dead' end, id <> 7, order_no = 'A', id = 6
        from entries where order_no in ('A', 'B', 'F');
        update work set blocked_by = (select event_id from work where id = 6) where id = 7;
        insert into results (id, owner, succeeded, attempts, json, settled_at, published_at, order_no, account, vendor,
          occurred_at)
        select id, 'dead', order_no <> 'E', 1, '{"orderNo":"' || order_no || '"}', received_at,
          received_at + case order_no when 'C' then 9159469218054775807 when 'D' then 0 else 7200000000 end,
          case when order_no <> 'E' then order_no end, case when order_no <> 'E' then account end,
          case when order_no <> 'E' then vendor end, case when order_no <> 'E' then occurred_at end
        from entries where order_no in ('C', 'D', 'E') order by order_no desc;
        insert into outbox (event_id, id, vendor, owner, settled_at)
        select event_id, id, vendor, 'dead', received_at from entries where order_no = 'C';
        insert into tallies values ('fengchao', 7, 2, 1);
        """;

    [Fact]
    public async Task A_filled_ledger_of_the_version_before_goes_on_where_it_was()
    {
        await MigrateAsync();

        Assert.Equal(new LedgerTotals(Vendor, 7, 2, 1, 4, 1, Clock.Now.AddHours(-1)), await TotalsAsync());
        Assert.Equal(
            ["waiting", "waiting", "settled", "published", "published", "waiting"],
            await Task.WhenAll("ABCDEF".Select(no => StateAsync($"{no}"))));
        Assert.Equal((Clock.Now.AddHours(-1), "dead"), await PublishedAsync("D"));
        Assert.Equal((Clock.Now.AddHours(1), "dead"), await PublishedAsync("E"));

        Assert.Equal("""{"orderNo":"C"}""", Assert.Single(await TakeAsync()).Json);
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
        await MigrateAsync();
        var early = Clock.Now.AddHours(-2);

        // Behind what may have been done, older than a success, older than a failure.
        var claim = await ClaimAsync(Order("A"), Late("D"), Late("E"));

        Assert.Equal(
            [("D", true), ("E", false)], claim.Claimed.Select(order => (order.OrderNo, order.Superseded)).Order());
        Assert.Equal(3, claim.Received);

        OrderEntry Late(string orderNo) => Order(orderNo) with { OccurredAt = early };
    }

    [Fact]
    public async Task What_the_version_before_published_is_purged_in_time_and_what_it_did_not_is_not()
    {
        await MigrateAsync();

        Assert.Equal(2, await Ledger.PurgeAsync(Clock.Now, Clock.Now, 100, Token));
        Assert.Empty(await Ledger.FindAsync("D", Token));
        Pass(61);
        Assert.Equal(2, await Ledger.PurgeAsync(Clock.Now, Clock.Now, 100, Token));
        Assert.Empty(await Ledger.FindAsync("E", Token));
        Assert.Equal("settled", await StateAsync("C"));
        await Ledger.MarkPublishedAsync([Assert.Single(await Ledger.FindAsync("C", Token)).EventId], Token);
        Assert.Equal("published", await StateAsync("C"));
    }

    private async Task MigrateAsync()
    {
        _file = "filled.db";
        await using (var connection = new SqliteConnection($"Data Source={Path};Pooling=false"))
        {
            await connection.OpenAsync(Token);
            await EarlierVersion.CreateAsync(connection, "sqlite", BeforeBatches, Token);
            await using var command = connection.CreateCommand();
            command.CommandText = Filled;
            await command.ExecuteNonQueryAsync(Token);
        }

        Ledger = await OpenAsync();
    }

    private async Task<string> StateAsync(string orderNo) => (await Ledger.FindAsync(orderNo, Token))[0].State;

    private async Task<(DateTimeOffset? At, string? By)> PublishedAsync(string orderNo)
    {
        var status = Assert.Single(await Ledger.FindAsync(orderNo, Token));
        return (status.PublishedAt, status.Owner);
    }
}
