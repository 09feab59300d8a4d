namespace Messaging.Fulfillment.Ledger.Sqlite;

internal sealed partial class SqliteLedger
{
    /// <summary>In the columns of a claim that is due; the claim is the one that it had.</summary>
    private const string ReadWaiting =
        """
        select e.event_id, e.event_type, e.vendor, e.account, e.order_no, e.occurred_at, e.received_at, e.deadline,
          e.payload, e.trace_parent, e.correlation_id, w.claim, w.attempts, w.may_be_done, w.alone, e.retry_of
        from json_each($1) g cross join work w on w.event_id = unhex(g.value) cross join entries e on e.id = w.id
        where w.owner is null
        """;

    private const string ReadUnsettled =
        """
        select e.event_id from json_each($1) g cross join entries e on e.event_id = unhex(g.value)
        where not exists (select 1 from results r where r.id = e.id)
        """;

    public Task<IReadOnlyList<WaitingOrder>> ListWaitingAsync(
        WaitingFilter filter,
        (DateTimeOffset ReceivedAt, Guid EventId)? after,
        int limit,
        CancellationToken cancellationToken) =>
        ReadAsync(db => new SqliteWaiting(db, filter, Now).List(after, limit), cancellationToken);

    public Task<IReadOnlyList<WaitingGroup>> GroupWaitingAsync(
        WaitingFilter filter, CancellationToken cancellationToken) =>
        ReadAsync(db => new SqliteWaiting(db, filter, Now).Count(), cancellationToken);

    public Task<AnsweredOrders> AnswerWaitingAsync(
        IReadOnlyCollection<Guid> eventIds,
        Func<OrderEntry, StoredResult> answer,
        AuditNote note,
        CancellationToken cancellationToken) =>
        WriteAsync(
            db =>
            {
                var asked = eventIds.Distinct().ToArray();
                // The relay publishes what nobody owns.
                var results = new SqliteResults(db, owner: null, Now);
                var waiting = db.Query(ReadWaiting, ReadOrder, asked.ToJson());
                foreach (var entry in waiting)
                    Finish(db, new(entry.Key, entry.Attempts, answer(entry)), owner: null, results);
                results.Enqueue();
                Guid[] answered = [.. waiting.Select(entry => entry.EventId)];
                db.Execute(Wake, answered.ToJson());
                if (answered.Length > 0)
                    Note(db, note, answered.Length);
                var inWork = db.Query(ReadUnsettled, row => row.ReadId(0), asked.ToJson());
                return new AnsweredOrders(answered, inWork, [.. asked.Except(answered).Except(inWork)]);
            },
            cancellationToken);
}
