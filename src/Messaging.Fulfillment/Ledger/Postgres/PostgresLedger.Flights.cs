using Npgsql;
using static Messaging.Fulfillment.Ledger.Postgres.PostgresStatement;

namespace Messaging.Fulfillment.Ledger.Postgres;

/// <summary>The flight record: calls, and what befell order events before their last one.</summary>
internal sealed partial class PostgresLedger
{
    /// <summary>Orders of a call may be settled apart: the first of them records it.</summary>
    private const string InsertCalls =
        """
        insert into calls (id, worker, began, milliseconds, orders, outcome, code, request_id)
        select id, $8, began, milliseconds, orders, outcome, code, request_id
        from unnest($1::uuid[], $2::timestamptz[], $3::integer[], $4::integer[], $5::text[], $6::text[], $7::text[])
          as g (id, began, milliseconds, orders, outcome, code, request_id)
        on conflict (id) do nothing
        """;

    private const string LastStepOfE =
        "coalesce((select max(s.number) from steps s where s.id = any(array[e.id])), 0)";

    private const string InsertSteps =
        $"""
        insert into steps (id, number, at, call, in_doubt, code, message, due_at)
        select e.id, {LastStepOfE} + (row_number() over (partition by e.id order by g.place))::integer, $8, g.call,
          g.in_doubt, g.code, g.message, g.due_at
        from unnest($1::uuid[], $2::integer[], $3::uuid[], $4::boolean[], $5::text[], $6::text[], $7::timestamptz[])
          as g (event_id, place, call, in_doubt, code, message, due_at)
        join entries e on e.event_id = any(array[g.event_id])
        """;

    /// <summary>A statement of its own after those that add steps.</summary>
    private const string TrimSteps =
        $"""
        delete from steps t
        using (select e.id, {LastStepOfE} as last from entries e where e.event_id = any($1)) o
        where t.id = any(array[o.id]) and t.number > $2 and t.number <= o.last - $3
        """;

    private const string CallColumns =
        "c.id, c.worker, c.began, c.milliseconds, c.orders, c.outcome, c.code, c.request_id";

    /// <summary>Of the same entries as <see cref="Find"/>: of one order there may be any number.</summary>
    private const string FindSteps =
        $"""
        select e.event_id, s.number, s.at, s.lost_worker, s.in_doubt, s.code, s.message, s.due_at, {CallColumns}
        from (
          select e.id, e.event_id from entries e where e.order_no = $1 order by e.occurred_at, e.event_id limit 1000) e
        join steps s on s.id = any(array[e.id]) left join calls c on c.id = any(array[s.call])
        order by s.id, s.number
        """;

    private IEnumerable<PostgresStatement> RecordCalls(IReadOnlyList<Settlement> settlements)
    {
        var calls = SentCall.From(settlements);
        if (calls.Count == 0)
            yield break;

        yield return new(
            InsertCalls,
            null,
            Column(calls, call => call.Id),
            Column(calls, call => call.Began.ToUniversalTime()),
            Column(calls, call => (int)call.Duration.TotalMilliseconds),
            Column(calls, call => call.Orders),
            Column(calls, call => call.Outcome),
            Column(calls, call => call.Code),
            Column(calls, call => call.RequestId),
            Value(_worker));
    }

    /// <summary>Adds to the steps of entries; where there is nothing to add, the database is not asked.</summary>
    /// <param name="transaction">The settlements' transaction, after them.</param>
    /// <param name="settlements">Those that were recorded and have steps.</param>
    private async Task AddStepsAsync(PostgresTransaction transaction, IEnumerable<Settlement> settlements)
    {
        var now = Now;
        var steps = new List<(Guid EventId, int Place, OrderStep Step)>();
        foreach (var settlement in settlements)
        {
            foreach (var step in OrderStep.From(settlement, now))
                steps.Add((settlement.Key.EventId, steps.Count, step));
        }

        if (steps.Count == 0)
            return;
        await transaction.RunAsync(
            new PostgresStatement(
                InsertSteps,
                null,
                Column(steps, step => step.EventId),
                Column(steps, step => step.Place),
                Column(steps, step => step.Step.Call?.Id),
                Column(steps, step => step.Step.InDoubt),
                Column(steps, step => step.Step.Code),
                Column(steps, step => step.Step.Message),
                Column(steps, step => step.Step.DueAt?.ToUniversalTime()),
                Value(now)),
            Trim([.. steps.Select(step => step.EventId).Distinct()]));
    }

    private static PostgresStatement Trim(Guid[] events) =>
        new(TrimSteps, null, Value(events), Value(OrderStep.FirstKept), Value(OrderStep.LastKept));

    private static OrderStep ReadStep(NpgsqlDataReader row) => new()
    {
        Number = row.GetInt32(1),
        At = row.GetFieldValue<DateTimeOffset>(2),
        LostWorker = row.ReadOrNull<string>(3),
        InDoubt = row.GetBoolean(4),
        Code = row.ReadOrNull<string>(5),
        Message = row.ReadOrNull<string>(6),
        DueAt = row.ReadOrNull<DateTimeOffset?>(7),
        Call = ReadCall(row, 8),
    };

    /// <param name="row">The row.</param>
    /// <param name="column">The first of <see cref="CallColumns"/> in it.</param>
    private static SentCall? ReadCall(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : new()
    {
        Id = row.GetGuid(column),
        Worker = row.GetString(column + 1),
        Began = row.GetFieldValue<DateTimeOffset>(column + 2),
        Duration = TimeSpan.FromMilliseconds(row.GetInt32(column + 3)),
        Orders = row.GetInt32(column + 4),
        Outcome = row.GetString(column + 5),
        Code = row.ReadOrNull<string>(column + 6),
        RequestId = row.ReadOrNull<string>(column + 7),
    };
}
