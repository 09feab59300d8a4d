using System.Collections.Concurrent;
using static Messaging.Fulfillment.Ledger.Postgres.PostgresStatement;

namespace Messaging.Fulfillment.Ledger.Postgres;

internal sealed partial class PostgresLedger : IAccountStore
{
    /// <summary>
    /// A few turns of a quota are not worth waiting for the disk: after a loss of power their time is over.
    /// </summary>
    private const string CommitInMemory = "set local synchronous_commit = off";

    private const string InsertAccounts =
        """
        insert into accounts (vendor, account, is_suspended, state)
        select vendor, account, false, '' from unnest($1, $2) as new (vendor, account)
        on conflict do nothing
        """;

    /// <summary>
    /// Never waits: a worker that stands still while it has rows locked stops nobody who asks for others, and two that
    /// ask for the same rows in another order do not stop each other.
    /// </summary>
    private const string LockAccounts =
        """
        select a.vendor, a.account, a.state, a.is_suspended, clock_timestamp()
        from unnest($1, $2) as asked (vendor, account)
        join accounts a on a.vendor = any(array[asked.vendor]) and a.account = any(array[asked.account])
        for update of a skip locked
        """;

    private const string UpdateAccounts =
        """
        update accounts a set state = new.state, is_suspended = new.is_suspended
        from unnest($1, $2, $3, $4) as new (vendor, account, state, is_suspended)
        where a.vendor = any(array[new.vendor]) and a.account = any(array[new.account])
        """;

    private const string ReadSuspended =
        "select account, state from accounts where vendor = $1 and is_suspended";

    private const string ReadTime = "select clock_timestamp()";

    /// <summary>Accounts that have a row, as far as is known.</summary>
    private readonly ConcurrentDictionary<AccountKey, bool> _accountRows = [];

    public IAccountStore? Accounts => this;

    string IAccountStore.Worker => _worker;

    public async Task ChangeAccountsAsync(
        IReadOnlyCollection<AccountKey> accounts, AccountChange change, CancellationToken cancellationToken)
    {
        var changed = await _transactions.RunAsync(
            transaction => ChangeAsync(transaction, accounts, change), cancellationToken);
        // One that was left out may have no row any more, after a restore: the next time it gets one.
        foreach (var account in accounts)
        {
            if (changed.Contains(account))
                _accountRows.TryAdd(account, true);
            else
                _accountRows.TryRemove(account, out _);
        }
    }

    public Task<(IReadOnlyDictionary<string, AccountRecord> Accounts, DateTimeOffset Now)> ListSuspendedAsync(
        string vendor, CancellationToken cancellationToken) =>
        _transactions.RunAsync<(IReadOnlyDictionary<string, AccountRecord>, DateTimeOffset)>(
            async transaction =>
            {
                var accounts = new Dictionary<string, AccountRecord>(StringComparer.Ordinal);
                DateTimeOffset now = default;
                await transaction.RunAsync(
                    new PostgresStatement(
                        ReadSuspended,
                        row => accounts.Add(row.GetString(0), new(row.GetString(1), IsSuspended: true)),
                        Value(vendor)),
                    new PostgresStatement(ReadTime, row => now = row.GetFieldValue<DateTimeOffset>(0)));
                return (accounts, now);
            },
            cancellationToken);

    private async Task<HashSet<AccountKey>> ChangeAsync(
        PostgresTransaction transaction, IReadOnlyCollection<AccountKey> accounts, AccountChange change)
    {
        List<AccountKey> asked = [.. accounts];
        var unknown = asked.FindAll(account => !_accountRows.ContainsKey(account));
        var changed = new List<(AccountKey Key, AccountRecord Record)>(asked.Count);
        await transaction.RunAsync(
        [
            new(CommitInMemory, null),
            .. unknown.Count == 0 ? [] : new[] { new PostgresStatement(InsertAccounts, null, KeysOf(unknown)) },
            new(
                LockAccounts,
                row =>
                {
                    var key = new AccountKey(row.GetString(0), row.GetString(1));
                    var state = row.GetString(2);
                    changed.Add((
                        key,
                        change(
                            key,
                            state.Length == 0 ? null : new(state, row.GetBoolean(3)),
                            row.GetFieldValue<DateTimeOffset>(4))));
                },
                KeysOf(asked)),
        ]);
        if (changed.Count > 0)
        {
            await transaction.RunAsync(new PostgresStatement(
                UpdateAccounts,
                null,
                Column(changed, entry => entry.Key.Vendor),
                Column(changed, entry => entry.Key.Account),
                Column(changed, entry => entry.Record.State),
                Column(changed, entry => entry.Record.IsSuspended)));
        }

        return [.. changed.Select(entry => entry.Key)];
    }

    private static Npgsql.NpgsqlParameter[] KeysOf(List<AccountKey> accounts) =>
        [Column(accounts, account => account.Vendor), Column(accounts, account => account.Account)];
}
