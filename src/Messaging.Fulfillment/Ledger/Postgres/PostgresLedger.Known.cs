using static Messaging.Fulfillment.Ledger.Postgres.PostgresStatement;

namespace Messaging.Fulfillment.Ledger.Postgres;

/// <summary>
/// New entries that are not fresh: those of orders that are known, and of accounts on hold. They go to work, waiting or
/// claimed.
/// </summary>
internal sealed partial class PostgresLedger
{
    /// <summary>
    /// Every order has one first entry while another of it is taken on: by that two workers meet that bring entries of
    /// an order which one of them does not know. It must not be purged meanwhile, and where it has been, another takes
    /// its place.
    /// </summary>
    private const string LockFirst =
        """
        select o.id
        from entries x join entries o
          on o.order_no = x.order_no and o.account = x.account and o.vendor = x.vendor and o.is_first
        where x.event_id = any($1)
        order by o.order_no, o.account, o.vendor
        for key share of o
        """;

    private const string TakeFirst =
        """
        update entries e set is_first = true
        from (
          select distinct on (x.order_no, x.account, x.vendor) x.id
          from entries x
          where x.event_id = any($1) and (
            select true from entries o
            where o.order_no = x.order_no and o.account = x.account and o.vendor = x.vendor and o.is_first
            limit 1) is null
          order by x.order_no, x.account, x.vendor) first
        where e.id = any(array[first.id])
        """;

    /// <summary>
    /// Claims those that are not on hold and have no other entry of their order before them (invariant 3). Should two
    /// workers claim one order at the same moment, the index work_claimed fails the second, which then sees the first.
    /// </summary>
    private const string InsertWork =
        $$"""
        insert into work (event_id, id, vendor, account, order_no, occurred_at, received_at, deadline, due_at, owner,
          claim, may_be_done)
        select event_id, id, vendor, account, order_no, occurred_at, received_at, deadline, $2,
          case when free then $3 end, free::integer, free and not $4
        from (
          select x.*, account <> all($5::text[])
            and row_number() over (partition by order_no, account, vendor {{InOrderOfTime}}) = 1
            and (select true {{PostgresPrecedence.BOfX}} and b.owner is not null limit 1) is null
            and (select true {{PostgresPrecedence.BOfX}}
              and {{PostgresPrecedence.B}} < {{PostgresPrecedence.New}} limit 1) is null
            and ({{PostgresPrecedence.FreshOfX}}) is null as free
          from entries x
          where x.event_id = any($1)) placed
        order by order_no, account, vendor
        returning event_id, owner is not null
        """;

    /// <summary>
    /// Statements of their own after the one that inserted the entries: they see what that waited for.
    /// </summary>
    private async Task<(HashSet<Guid> Claimed, HashSet<Guid> Superseded)> TakeOnAsync(
        PostgresTransaction transaction, OrderEntry[] orders, ClaimTerms terms)
    {
        var (claimed, superseded) = (new HashSet<Guid>(), new HashSet<Guid>());
        if (orders.Length == 0)
            return (claimed, superseded);

        var eventIds = Array.ConvertAll(orders, order => order.EventId);
        await transaction.RunAsync(
            new PostgresStatement(LockFirst, _ => { }, Value(eventIds)),
            new PostgresStatement(TakeFirst, null, Value(eventIds)),
            new PostgresStatement(
                InsertWork,
                row => _ = row.GetBoolean(1) && claimed.Add(row.GetGuid(0)),
                Value(eventIds),
                Value(Now),
                Value(_worker),
                Value(terms.RecordsSendIntent),
                Value(terms.OnHold.ToArray())),
            Superseded(orders, superseded));
        return (claimed, superseded);
    }
}
