using Microsoft.Data.Sqlite;

namespace Messaging.Fulfillment.Ledger.Sqlite;

/// <summary>The flight record: calls, and what befell order events before their last one.</summary>
internal static class SqliteFlights
{
    /// <summary>Of the calls named c.</summary>
    public const string CallColumns =
        "c.id, c.worker, c.began, c.milliseconds, c.orders, c.outcome, c.code, c.request_id";

    /// <summary>Orders of a call may be settled apart: the first of them records it.</summary>
    private const string InsertCall =
        """
        insert into calls (id, worker, began, milliseconds, orders, outcome, code, request_id)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (id) do nothing
        """;

    private const string LastStepOfE = "coalesce((select max(s.number) from steps s where s.id = e.id), 0)";

    private const string InsertStep =
        $"""
        insert into steps (id, number, at, call, in_doubt, code, message, due_at)
        select e.id, 1 + {LastStepOfE}, $2, $3, $4, $5, $6, $7
        from entries e where e.event_id = $1
        """;

    private const string InsertLost =
        $"""
        insert into steps (id, number, at, lost_worker, in_doubt)
        select e.id, 1 + {LastStepOfE}, $1, e.owner, e.may_be_done
        from work e where e.owner is not null
        """;

    /// <summary>Who had them is not recorded: it was the process before this one.</summary>
    private const string InsertLostFresh =
        $"""
        insert into steps (id, number, at, lost_worker, in_doubt)
        select e.id, 1 + {LastStepOfE}, $1, '', c.in_doubt or {SqliteFresh.WasSent} {SqliteFresh.OfClaims}
        """;

    private const string Trim =
        """
        delete from steps as t
        where t.id in (select id from entries where event_id in (select unhex(value) from json_each($1)))
          and t.number > $2 and t.number <= (select max(s.number) from steps s where s.id = t.id) - $3
        """;

    /// <summary>Of as many entries as are found: of one order there may be any number.</summary>
    private const string FindSteps =
        $"""
        select e.event_id, s.number, s.at, s.lost_worker, s.in_doubt, s.code, s.message, s.due_at, {CallColumns}
        from (
          select e.id, e.event_id from entries e where e.order_no = $1 order by e.occurred_at, e.event_id limit 1000) e
        join steps s on s.id = e.id left join calls c on c.id = s.call
        order by s.id, s.number
        """;

    /// <summary>Records the calls that settlements name.</summary>
    public static void Record(SqliteSession db, IReadOnlyList<Settlement> settlements, string worker)
    {
        foreach (var call in SentCall.From(settlements))
        {
            db.Execute(
                InsertCall,
                call.Id.ToBlob(),
                worker,
                call.Began.ToMicroseconds(),
                (int)call.Duration.TotalMilliseconds,
                call.Orders,
                call.Outcome,
                call.Code,
                call.RequestId);
        }
    }

    /// <summary>Adds what a settlement says to the steps of its entry.</summary>
    public static void AddSteps(SqliteSession db, Settlement settlement, DateTimeOffset now)
    {
        if (!OrderStep.IsIn(settlement))
            return;

        var eventId = settlement.Key.EventId;
        foreach (var step in OrderStep.From(settlement, now))
        {
            db.Execute(
                InsertStep,
                eventId.ToBlob(),
                step.At.ToMicroseconds(),
                step.Call?.Id.ToBlob(),
                step.InDoubt,
                step.Code,
                step.Message,
                step.DueAt?.ToMicroseconds());
        }

        TrimAll(db, [eventId]);
    }

    /// <summary>Records that the worker is gone that had what is claimed; to be called before it is released.</summary>
    public static void AddLost(SqliteSession db, long now)
    {
        db.Execute(InsertLost, now);
        db.Execute(InsertLostFresh, now);
        TrimAll(db, db.Query("select event_id from work where owner is not null", row => row.ReadId(0)));
    }

    /// <summary>The steps of an order's entries, by their events.</summary>
    public static ILookup<Guid, OrderStep> Find(SqliteSession db, string orderNo) =>
        db.Query(FindSteps, row => (EventId: row.ReadId(0), Step: ReadStep(row)), orderNo)
            .ToLookup(step => step.EventId, step => step.Step);

    /// <param name="row">The row.</param>
    /// <param name="column">The first of <see cref="CallColumns"/> in it.</param>
    public static SentCall? ReadCall(SqliteDataReader row, int column) => row.ReadIdOrNull(column) is not { } id
        ? null
        : new()
        {
            Id = id,
            Worker = row.GetString(column + 1),
            Began = row.ReadTime(column + 2),
            Duration = TimeSpan.FromMilliseconds(row.GetInt32(column + 3)),
            Orders = row.GetInt32(column + 4),
            Outcome = row.GetString(column + 5),
            Code = row.ReadTextOrNull(column + 6),
            RequestId = row.ReadTextOrNull(column + 7),
        };

    private static OrderStep ReadStep(SqliteDataReader row) => new()
    {
        Number = row.GetInt32(1),
        At = row.ReadTime(2),
        LostWorker = row.ReadTextOrNull(3),
        InDoubt = row.GetBoolean(4),
        Code = row.ReadTextOrNull(5),
        Message = row.ReadTextOrNull(6),
        DueAt = row.ReadTimeOrNull(7),
        Call = ReadCall(row, 8),
    };

    private static void TrimAll(SqliteSession db, IEnumerable<Guid> events) =>
        db.Execute(Trim, events.ToJson(), OrderStep.FirstKept, OrderStep.LastKept);
}
