using System.Globalization;
using Messaging.Fulfillment.Ledger;
using Npgsql;

namespace Messaging.Integration.Tests.Ledger;

public sealed partial class PostgresLedgerTests
{
    private static readonly AccountKey Shop = new("polyv", "SHOP");
    private static readonly AccountKey Other = new("polyv", "OTHER");

    [Fact]
    public async Task What_one_worker_keeps_of_an_account_the_next_one_finds()
    {
        var other = await OpenAsync();
        var seen = new List<AccountRecord?>();
        AccountRecord Change(AccountKey account, AccountRecord? current, DateTimeOffset now)
        {
            Assert.Equal(Shop, account);
            Assert.InRange(now, Clock.GetUtcNow().AddSeconds(-5), Clock.GetUtcNow().AddSeconds(5));
            seen.Add(current);
            return new($"{seen.Count}", IsSuspended: seen.Count == 1);
        }

        await Ledger.Accounts!.ChangeAccountsAsync([Shop], Change, Token);
        await other.Accounts!.ChangeAccountsAsync([Shop], Change, Token);
        await Ledger.Accounts.ChangeAccountsAsync([Shop], Change, Token);

        Assert.Equal([null, new("1", IsSuspended: true), new("2", IsSuspended: false)], seen);
        Assert.NotEqual(Ledger.Accounts.Worker, other.Accounts.Worker);
    }

    [Fact]
    public async Task Of_changes_by_several_workers_none_is_lost()
    {
        var workers = new[] { Ledger, await OpenAsync(), await OpenAsync() };
        var changes = 0;
        await Task.WhenAll(workers.Select(worker => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                var changed = 0;
                await worker.Accounts!.ChangeAccountsAsync(
                    i % 2 == 0 ? [Shop, Other] : [Other, Shop],
                    (_, current, _) =>
                    {
                        changed++;
                        return new(
                            (Count(current) + 1).ToString(CultureInfo.InvariantCulture), IsSuspended: true);
                    },
                    Token);
                Interlocked.Add(ref changes, changed);
            }
        })));

        var (accounts, _) = await Ledger.Accounts!.ListSuspendedAsync("polyv", Token);
        Assert.Equal(changes, accounts.Values.Sum(Count));
    }

    [Fact]
    public async Task A_record_that_a_worker_does_not_let_go_is_left_out_and_holds_up_no_other()
    {
        await ChangeAsync(Shop, Other);
        await using var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync(Token);
        await using (var transaction = await connection.BeginTransactionAsync(Token))
        {
            await using var command =
                new NpgsqlCommand("select from accounts where account = 'SHOP' for update", connection, transaction);
            await command.ExecuteNonQueryAsync(Token);

            Assert.Equal([Other], await ChangeAsync(Shop, Other));
        }

        Assert.Equal([Other, Shop], await ChangeAsync(Shop, Other));
    }

    [Fact]
    public async Task A_record_that_is_gone_after_a_restore_is_made_anew()
    {
        await ChangeAsync(Shop);
        await using var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand("delete from accounts", connection);
        await command.ExecuteNonQueryAsync(Token);

        await ChangeAsync(Shop);

        Assert.Equal([Shop], await ChangeAsync(Shop));
    }

    [Fact]
    public async Task Suspended_accounts_are_listed_by_vendor()
    {
        await Ledger.Accounts!.ChangeAccountsAsync(
            [Shop, Other, new("em", "SHOP")],
            (account, _, _) => new(account.Account, IsSuspended: account != Other),
            Token);

        var (accounts, now) = await Ledger.Accounts.ListSuspendedAsync("polyv", Token);
        Assert.Equal(["SHOP"], accounts.Keys);
        Assert.Equal(new("SHOP", IsSuspended: true), accounts["SHOP"]);
        Assert.InRange(now, Clock.GetUtcNow().AddSeconds(-5), Clock.GetUtcNow().AddSeconds(5));
        Assert.Empty((await Ledger.Accounts.ListSuspendedAsync("fengchao", Token)).Accounts);
    }

    private static int Count(AccountRecord? record) =>
        record is null ? 0 : int.Parse(record.State, CultureInfo.InvariantCulture);

    /// <returns>The accounts that were changed.</returns>
    private async Task<IEnumerable<AccountKey>> ChangeAsync(params AccountKey[] accounts)
    {
        var changed = new List<AccountKey>();
        await Ledger.Accounts!.ChangeAccountsAsync(
            accounts,
            (account, _, _) =>
            {
                changed.Add(account);
                return new("x", IsSuspended: false);
            },
            Token);
        return changed.OrderBy(account => account.Account, StringComparer.Ordinal);
    }
}
