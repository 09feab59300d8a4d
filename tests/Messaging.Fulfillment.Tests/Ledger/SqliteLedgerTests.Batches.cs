using System.Globalization;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Tests.Dispatch;
using Messaging.Testing.Ledger;
using Microsoft.Data.Sqlite;

namespace Messaging.Fulfillment.Tests.Ledger;

public sealed partial class SqliteLedgerTests
{
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

        Pass(1);
        Assert.Equal(200, await Ledger.PurgeAsync(Clock.Now, Clock.Now, 1000, Token));
        Assert.Equal("0 0 0 0 0 0", await CountRowsAsync());
    }

    [Fact]
    public async Task A_clock_that_is_set_back_lets_no_order_wait()
    {
        var clock = new AdjustableClock(Clock);
        await using var ledger = LedgerHost.Build("sqlite", $"Data Source={_directory.FullName}/other.db", clock);
        await ledger.OpenAsync(Token);
        var order = Order("A");
        await ledger.ClaimAsync([order], Terms(), Token);
        await ledger.SettleAsync([Defer(order, minutes: 5)], Token);

        clock.Offset = TimeSpan.FromHours(-1);
        await ledger.RenewLeaseAsync(WorkerLoad.None, Token);
        Assert.Empty(await ClaimDueAsync(worker: ledger));
        Pass(5);
        await ledger.RenewLeaseAsync(WorkerLoad.None, Token);
        Assert.Single(await ClaimDueAsync(worker: ledger));
    }

    [Fact]
    public async Task A_clock_that_was_late_or_stood_still_is_followed()
    {
        var clock = new AdjustableClock(Clock) { Offset = TimeSpan.FromHours(-1) };
        await using var ledger = LedgerHost.Build("sqlite", $"Data Source={_directory.FullName}/other.db", clock);
        await ledger.OpenAsync(Token);
        var order = Order("A");
        await ledger.ClaimAsync([order], Terms(), Token);
        await ledger.SettleAsync([Defer(order, minutes: 0)], Token);
        Assert.Empty(await ClaimDueAsync(worker: ledger));

        clock.Offset = TimeSpan.Zero;
        await ledger.RenewLeaseAsync(WorkerLoad.None, Token);

        Assert.Single(await ClaimDueAsync(worker: ledger));
    }

    private async Task<string> CountRowsAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={Path};Pooling=false;Mode=ReadOnly");
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText =
            """
            select (select count(*) from entries) || ' ' || (select count(*) from work) || ' ' ||
              (select count(*) from claims) || ' ' || (select count(*) from sends) || ' ' ||
              (select count(*) from results) || ' ' || (select count(*) from outbox)
            """;
        return Convert.ToString(await command.ExecuteScalarAsync(Token), CultureInfo.InvariantCulture)!;
    }
}
