using static Messaging.Fulfillment.Ledger.Postgres.PostgresStatement;

namespace Messaging.Fulfillment.Ledger.Postgres;

internal sealed partial class PostgresLedger
{
    /// <summary>Where the last result of a row is taken out, the row stays and says when that was.</summary>
    private const string ConfirmRow =
        """
        update outbox
        set ids = array(select unnest(ids) except select unnest($2::bigint[])), published_at = $3
        where id = any(array[$1::bigint]) and ids && $2
        """;

    /// <summary>The same for results of which only the event is known.</summary>
    private const string Confirm =
        """
        with given as (
          select r.settled_in, array_agg(r.id) as ids
          from entries e join results r on r.id = any(array[e.id])
          where e.event_id = any($1) and r.settled_in is not null
          group by r.settled_in)
        update outbox o
        set ids = array(select unnest(o.ids) except select unnest(g.ids)), published_at = $2
        from given g
        where o.id = any(array[g.settled_in]) and o.ids && g.ids
        """;

    /// <summary>
    /// A row is divided where more is in it than was asked for: the other part keeps its id, which its results know.
    /// </summary>
    private const string Take =
        """
        with unowned as (
          select ctid, id, vendor, settled_at, ids from outbox
          where owner is null and ids <> '{}'
          order by settled_at
          limit $2
          for update skip locked),
        results_left as (
          select u.id, u.vendor, u.settled_at, i.id as result,
            row_number() over (order by u.settled_at, u.id, i.id) <= $2 as taken
          from unowned u cross join unnest(u.ids) as i (id)),
        gone as (delete from outbox where ctid = any(array(select ctid from unowned))),
        divided as (
          insert into outbox (id, vendor, owner, settled_at, ids)
          select id, vendor, case when taken then $1 end, settled_at, array_agg(result)
          from results_left
          group by id, vendor, settled_at, taken)
        select e.event_id, t.vendor, r.succeeded, r.json, e.trace_parent, e.correlation_id
        from results_left t join results r on r.id = any(array[t.result]) join entries e on e.id = any(array[t.result])
        where t.taken
        order by t.settled_at, t.id, t.result
        """;

    public async Task MarkPublishedAsync(IReadOnlyList<Guid> eventIds, CancellationToken cancellationToken)
    {
        if (eventIds.Count == 0)
            return;

        var places = eventIds.ToLookup(_places.FindUnpublished);
        await _transactions.RunAsync(
            async transaction =>
            {
                await transaction.RunAsync([.. places.GroupBy(place => place.Key?.Row).Select(ConfirmAll)]);
                return true;
            },
            cancellationToken);
        foreach (var eventId in eventIds)
            _places.Published(eventId);
    }

    private PostgresStatement ConfirmAll(IGrouping<long?, IGrouping<OutboxEntry?, Guid>> results) =>
        results.Key is { } row
            ? new(ConfirmRow, null, Value(row), Value(results.Select(place => place.Key!.Id).ToArray()), Value(Now))
            : new(Confirm, null, Value(results.SelectMany(eventIds => eventIds).ToArray()), Value(Now));

    public async Task<IReadOnlyList<StoredResult>> TakeUnpublishedAsync(int limit, CancellationToken cancellationToken)
    {
        await ReclaimExpiredAsync(cancellationToken);
        return await _transactions.RunAsync(
            async transaction =>
            {
                var results = new List<StoredResult>();
                await transaction.RunAsync(new PostgresStatement(
                    Take,
                    row => results.Add(new StoredResult(
                        row.GetGuid(0),
                        row.GetString(1),
                        row.GetBoolean(2),
                        row.GetString(3),
                        row.ReadOrNull<string>(4),
                        row.ReadOrNull<Guid?>(5))),
                    Value(_worker),
                    Value(limit)));
                return results;
            },
            cancellationToken);
    }
}
