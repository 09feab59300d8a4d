using Microsoft.Data.Sqlite;

namespace Messaging.Fulfillment.Ledger.Sqlite;

/// <summary>
/// Finds a vendor's due entries, the longest due first. It reads each account by itself and merges them: one scan over
/// all of them would read everything that is on hold.
/// </summary>
internal sealed class SqliteDue(SqliteSession db, string vendor, long now)
{
    /// <summary>Steps from account to account in the index.</summary>
    private const string Accounts =
        """
        with recursive accounts (account) as (
          select min(account) from work indexed by work_due where vendor = $1 and owner is null and blocked_by is null
          union all
          select (
            select min(w.account) from work w indexed by work_due
            where w.vendor = $1 and w.account > a.account and w.owner is null and w.blocked_by is null)
          from accounts a where a.account is not null)
        select account from accounts where account is not null
        """;

    private const string NextOfAccount =
        """
        select due_at, event_id from work indexed by work_due
        where vendor = $1 and account = $2 and owner is null and blocked_by is null and due_at <= $3 and (due_at,
          event_id) > ($4, $5)
        order by due_at, event_id
        limit 1
        """;

    /// <summary>
    /// Entries whose result is due although their account is on hold: too old, or expired and not in doubt.
    /// </summary>
    private const string Answerable =
        """
        select due_at, event_id from work indexed by work_overdue
        where vendor = $1 and account = $2 and owner is null and blocked_by is null and due_at <= $3
          and received_at < $4
        union
        select due_at, event_id from work indexed by work_expired
        where vendor = $1 and account = $2 and owner is null and blocked_by is null and due_at <= $3
          and deadline < $3 and not may_be_done
        """;

    /// <summary>The entries it returned may be claimed or blocked meanwhile.</summary>
    public IEnumerable<Guid> Find(IReadOnlyCollection<string> onHold, long overdueBefore)
    {
        var next = new PriorityQueue<string?, (long At, Guid Id)>();
        foreach (var account in onHold.Distinct(StringComparer.Ordinal))
            next.EnqueueRange(
                db.Query(Answerable, Read, vendor, account, now, overdueBefore).Select(due => ((string?)null, due)));
        var accounts = db.Query(Accounts, row => row.GetString(0), vendor);
        foreach (var account in accounts.Except(onHold, StringComparer.Ordinal))
            EnqueueNext(account, (long.MinValue, Guid.Empty));

        while (next.TryDequeue(out var account, out var due))
        {
            yield return due.Id;
            if (account is not null)
                EnqueueNext(account, due);
        }

        void EnqueueNext(string account, (long At, Guid Id) last)
        {
            foreach (var due in db.Query(NextOfAccount, Read, vendor, account, now, last.At, last.Id.ToBlob()))
                next.Enqueue(account, due);
        }
    }

    private static (long At, Guid Id) Read(SqliteDataReader row) => (row.GetInt64(0), row.ReadId(1));
}
