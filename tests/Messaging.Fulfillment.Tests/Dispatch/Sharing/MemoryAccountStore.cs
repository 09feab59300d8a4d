using Messaging.Fulfillment.Ledger;

namespace Messaging.Fulfillment.Tests.Dispatch.Sharing;

/// <summary>The records of accounts as a ledger keeps them, for several workers in one process.</summary>
internal sealed class MemoryAccountStore(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<AccountKey, AccountRecord> _records = [];

    /// <summary>Accounts whose records another worker is changing and does not let go.</summary>
    public HashSet<AccountKey> Locked { get; } = [];

    /// <summary>Thrown by the next change; null: none is.</summary>
    public Exception? Fault { get; set; }

    public IAccountStore For(string worker) => new Side(this, worker);

    private sealed class Side(MemoryAccountStore store, string worker) : IAccountStore
    {
        public string Worker => worker;

        public async Task ChangeAccountsAsync(
            IReadOnlyCollection<AccountKey> accounts, AccountChange change, CancellationToken cancellationToken)
        {
            await Task.Yield();
            lock (store._lock)
            {
                if (store.Fault is { } fault)
                {
                    store.Fault = null;
                    throw fault;
                }

                foreach (var account in accounts.Where(account => !store.Locked.Contains(account)))
                {
                    store._records[account] =
                        change(account, store._records.GetValueOrDefault(account), store.Now);
                }
            }
        }

        public async Task<(IReadOnlyDictionary<string, AccountRecord> Accounts, DateTimeOffset Now)>
            ListSuspendedAsync(string vendor, CancellationToken cancellationToken)
        {
            await Task.Yield();
            lock (store._lock)
            {
                return (
                    store._records.Where(entry => entry.Key.Vendor == vendor && entry.Value.IsSuspended)
                        .ToDictionary(entry => entry.Key.Account, entry => entry.Value),
                    store.Now);
            }
        }
    }

    private DateTimeOffset Now => time.GetUtcNow();
}
