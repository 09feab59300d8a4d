namespace Messaging.Fulfillment.Ledger.Postgres;

/// <summary>
/// Which entries a claim looks at: $1 the vendor, $2 now, $3 how many, $6 the accounts on hold, $7 what is overdue.
/// They are locked; those that another worker has locked are skipped.
/// </summary>
internal static class PostgresDue
{
    public const string All =
        """
        with due as (
          select event_id, id, vendor, account, order_no, rank, occurred_at, due_at, claim, attempts, may_be_done, alone
          from work
          where vendor = $1 and owner is null and blocked_by is null and due_at <= $2
          order by due_at, event_id
          limit $3
          for update skip locked)
        """;

    /// <summary>
    /// Mostly the first few that are due are enough, those on hold left out. Where accounts on hold bury the rest, it
    /// reads each of the others by itself: it steps from account to account in the index, and takes of each the first
    /// few, more of each the fewer have any, so that what it reads does not grow with what waits. "offset 0" keeps
    /// other conditions out of the searches by age, by deadline and by key: the planner could serve those by an index
    /// that reads all entries of an account.
    /// </summary>
    public const string ExceptOnHold =
        """
        with recursive front as materialized (
          select due_at, event_id, account from work
          where vendor = $1 and owner is null and blocked_by is null and due_at <= $2
          order by due_at, event_id
          limit 4 * $3),
        free as materialized (
          select due_at, event_id from front where account <> all($6::text[]) order by due_at, event_id limit $3),
        buried as (
          select where (select count(*) from front) = 4 * $3 and (select count(*) from free) < $3),
        accounts as (
          select min(account) as account from work
          where vendor = $1 and owner is null and blocked_by is null and exists (select from buried)
          union all
          select (
            select min(w.account) from work w
            where w.vendor = $1 and w.account > a.account and w.owner is null and w.blocked_by is null)
          from accounts a where a.account is not null),
        asked as materialized (
          select a.account
          from accounts a cross join lateral (
            select from work w
            where w.vendor = $1 and w.account = a.account and w.owner is null and w.blocked_by is null
              and w.due_at <= $2
            limit 1) any_due
          where a.account <> all($6::text[])),
        found as (
          select due_at, event_id from free where not exists (select from buried)
          union all
          select longest.due_at, longest.event_id
          from asked a cross join lateral (
            select w.due_at, w.event_id from work w
            where w.vendor = $1 and w.account = a.account and w.owner is null and w.blocked_by is null
              and w.due_at <= $2
            order by w.due_at, w.event_id
            limit (select greatest(10, 2 * $3 / count(*)) from asked)) longest
          union all
          select overdue.due_at, overdue.event_id
          from unnest($6::text[]) as held (account) cross join lateral (
            select w.due_at, w.event_id from work w
            where w.vendor = $1 and w.account = held.account and w.owner is null and w.blocked_by is null
              and w.received_at < $7
            offset 0) overdue
          where overdue.due_at <= $2
          union all
          select expired.due_at, expired.event_id
          from unnest($6::text[]) as held (account) cross join lateral (
            select w.due_at, w.event_id, w.received_at from work w
            where w.vendor = $1 and w.account = held.account and w.owner is null and w.blocked_by is null
              and w.deadline < $2
              and not w.may_be_done
            offset 0) expired
          where expired.due_at <= $2 and expired.received_at >= $7
          order by due_at, event_id
          limit $3),
        due as (
          select w.*
          from found cross join lateral (
            select event_id, id, vendor, account, order_no, rank, occurred_at, due_at, claim, attempts, may_be_done,
              alone, owner, blocked_by
            from work where event_id = found.event_id
            offset 0
            for update skip locked) w
          where w.owner is null and w.blocked_by is null and w.due_at <= $2)
        """;
}
