using Npgsql;

namespace Messaging.Fulfillment.Ledger.Postgres;

/// <summary>The statements on the table <c>staged_retries</c>, and its rows.</summary>
internal static class PostgresStagedRetries
{
    /// <summary>Of two that are started at once, the second waits and sees the first. Seldom, and short.</summary>
    public const string Lock = "lock table staged_retries in share row exclusive mode";

    public const string FindSameGroup =
        $"""
        select {StagedRetryRow.Columns} from staged_retries
        where status = any($1) and vendor = $2 and reason = $3
          and (code is null or $4::text is null or code = $4)
          and (account is null or $5::text is null or account = $5)
        order by number
        limit 1
        """;

    public const string List =
        $"""
        select {StagedRetryRow.Columns} from staged_retries
        where status = any($1) and ($2::bigint is null or number < $2)
        order by number desc
        limit $3
        """;

    public const string Change =
        $"""
        update staged_retries
        set status = $3, changed_at = $4, changed_by = $5, changed_why = $6, version = version + 1
        where number = $1 and status = any($2)
        returning {StagedRetryRow.Columns}
        """;

    public const string Advance =
        """
        update staged_retries
        set status = $3, changed_at = $4, changed_by = $5, changed_why = $6, progress = $7, version = version + 1
        where number = $1 and version = $2
        returning true
        """;

    /// <summary>0 without a result, 1 succeeded, 2 failed.</summary>
    public const string CountOutcomes =
        """
        select case when r.id is null then 0 when r.succeeded then 1 else 2 end, coalesce(f.reason, ''), f.code,
          count(*)::integer
        from entries e
        left join results r on r.id = any(array[e.id])
        left join failures f on f.id = any(array[r.id])
        where e.event_id = any($1)
        group by 1, 2, 3
        order by 4 desc, 2, 3
        """;

    public const string Purge =
        """
        delete from staged_retries
        where number = any(array(
          select number from staged_retries where status = any($1) and changed_at < $2 order by number limit $3
          for update skip locked))
        returning number
        """;

    public static StagedRetry Read(NpgsqlDataReader row) => new()
    {
        Number = row.GetInt64(0),
        Group = new(row.GetString(1), row.GetString(2), row.ReadOrNull<string>(3), row.ReadOrNull<string>(4)),
        LiftDeadline = row.GetBoolean(5),
        Total = row.GetInt64(6),
        StartedAt = row.GetFieldValue<DateTimeOffset>(7),
        StartedBy = row.GetString(8),
        StartedWhy = row.GetString(9),
        Status = Enum.Parse<StagedRetryStatus>(row.GetString(10)),
        ChangedAt = row.GetFieldValue<DateTimeOffset>(11),
        ChangedBy = row.ReadOrNull<string>(12),
        ChangedWhy = row.ReadOrNull<string>(13),
        Progress = StagedRetryRow.ReadProgress(row.GetString(14)),
        Version = row.GetInt32(15),
    };
}
