using Microsoft.Data.Sqlite;

namespace Messaging.Fulfillment.Ledger.Sqlite;

/// <summary>
/// Lists what waits, the longest waiting first. It reads each account by itself and merges them: the index has them so.
/// </summary>
internal sealed class SqliteWaiting(SqliteSession db, WaitingFilter filter, long now)
{
    /// <summary>Steps from vendor to vendor, and from account to account, in the index.</summary>
    private const string Accounts =
        """
        with recursive vendors (vendor) as (
          select min(vendor) from work indexed by work_waiting where owner is null
          union all
          select (
            select min(w.vendor) from work w indexed by work_waiting where w.vendor > v.vendor and w.owner is null)
          from vendors v where v.vendor is not null),
        accounts (vendor, account) as (
          select v.vendor, (
            select min(w.account) from work w indexed by work_waiting where w.vendor = v.vendor and w.owner is null)
          from vendors v where v.vendor is not null
          union all
          select a.vendor, (
            select min(w.account) from work w indexed by work_waiting
            where w.vendor = a.vendor and w.account > a.account and w.owner is null)
          from accounts a where a.account is not null)
        select vendor, account from accounts
        where account is not null and ($1 is null or vendor = $1) and ($2 is null or account = $2)
        order by vendor, account
        """;

    /// <summary>$1 vendor, $2 account, $3 now, $4 reason, $5 code, $6 in doubt, $7 received before.</summary>
    private const string Matches =
        """
        vendor = $1 and account = $2 and owner is null
          and ($4 is null or $4 = iif(blocked_by is not null, 2, due_at > $3))
          and ($5 is null or coalesce(code, '') = $5) and ($6 is null or may_be_done = $6)
          and ($7 is null or received_at < $7)
        """;

    private const string OfAccount =
        $"""
        select event_id, vendor, account, order_no, iif(blocked_by is not null, 2, due_at > $3), may_be_done, attempts,
          code, received_at, due_at, deadline
        from work indexed by work_waiting
        where {Matches} and (received_at, event_id) > ($8, $9)
        order by received_at, event_id
        limit $10
        """;

    private const string CountAccount =
        $"""
        select vendor, account, iif(blocked_by is not null, 2, due_at > $3) as reason, count(*), sum(may_be_done),
          min(received_at)
        from work indexed by work_waiting
        where {Matches}
        group by reason
        order by reason
        """;

    public IReadOnlyList<WaitingOrder> List((DateTimeOffset ReceivedAt, Guid EventId)? after, int limit) =>
    [
        .. FindAccounts()
            .SelectMany(of => db.Query(
                OfAccount,
                ReadOrder,
                [
                    .. Values(of),
                    (after?.ReceivedAt ?? DateTimeOffset.MinValue).ToMicroseconds(),
                    (after?.EventId ?? Guid.Empty).ToBlob(),
                    limit,
                ]))
            .OrderBy(order => order.ReceivedAt)
            .ThenBy(order => order.EventId)
            .Take(limit),
    ];

    public IReadOnlyList<WaitingGroup> Count() =>
    [
        .. FindAccounts().SelectMany(of => db.Query(
            CountAccount,
            row => new WaitingGroup(
                row.GetString(0),
                row.GetString(1),
                (WaitReason)row.GetInt32(2),
                row.GetInt64(3),
                row.GetInt64(4),
                row.ReadTime(5)),
            Values(of))),
    ];

    private List<(string Vendor, string Account)> FindAccounts() =>
        db.Query(Accounts, row => (row.GetString(0), row.GetString(1)), filter.Vendor, filter.Account);

    private object?[] Values((string Vendor, string Account) of) =>
    [
        of.Vendor,
        of.Account,
        now,
        (int?)filter.Reason,
        filter.Code,
        filter.InDoubt,
        filter.ReceivedBefore?.ToMicroseconds(),
    ];

    private static WaitingOrder ReadOrder(SqliteDataReader row) => new(
        row.ReadId(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        (WaitReason)row.GetInt32(4),
        row.GetBoolean(5),
        row.GetInt32(6),
        row.ReadTextOrNull(7),
        row.ReadTime(8),
        row.ReadTime(9),
        row.ReadTimeOrNull(10));
}
