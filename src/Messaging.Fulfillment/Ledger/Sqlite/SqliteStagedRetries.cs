using Microsoft.Data.Sqlite;

namespace Messaging.Fulfillment.Ledger.Sqlite;

/// <summary>The statements on the table <c>staged_retries</c>, and its rows.</summary>
internal static class SqliteStagedRetries
{
    private const string IsOneOf = "status in (select value from json_each($1))";

    public const string FindSameGroup =
        $"""
        select {StagedRetryRow.Columns} from staged_retries
        where {IsOneOf} and vendor = $2 and reason = $3 and (code is null or $4 is null or code = $4)
          and (account is null or $5 is null or account = $5)
        order by number
        limit 1
        """;

    public const string List =
        $"""
        select {StagedRetryRow.Columns} from staged_retries
        where {IsOneOf} and ($2 is null or number < $2)
        order by number desc
        limit $3
        """;

    public const string Change =
        $"""
        update staged_retries
        set status = $3, changed_at = $4, changed_by = $5, changed_why = $6, version = version + 1
        where {IsOneOf} and number = $2
        returning {StagedRetryRow.Columns}
        """;

    public const string Advance =
        """
        update staged_retries
        set status = $3, changed_at = $4, changed_by = $5, changed_why = $6, progress = $7, version = version + 1
        where number = $1 and version = $2
        """;

    /// <summary>0 without a result, 1 succeeded, 2 failed.</summary>
    public const string CountOutcomes =
        """
        select case when r.id is null then 0 when r.succeeded then 1 else 2 end, coalesce(f.reason, ''), f.code,
          count(*)
        from json_each($1) g cross join entries e on e.event_id = unhex(g.value)
        left join results r on r.id = e.id
        left join failures f on f.id = r.id
        group by 1, 2, 3
        order by 4 desc, 2, 3
        """;

    public const string Purge =
        $"""
        delete from staged_retries
        where number in (
          select number from staged_retries where {IsOneOf} and changed_at < $2 order by number limit $3)
        """;

    /// <summary>Names of states, which have nothing to escape.</summary>
    public static string ToJson(string[] names) => $"[{string.Join(',', names.Select(name => $"\"{name}\""))}]";

    public static StagedRetry Read(SqliteDataReader row) => new()
    {
        Number = row.GetInt64(0),
        Group = new(row.GetString(1), row.GetString(2), row.ReadTextOrNull(3), row.ReadTextOrNull(4)),
        LiftDeadline = row.GetBoolean(5),
        Total = row.GetInt64(6),
        StartedAt = row.ReadTime(7),
        StartedBy = row.GetString(8),
        StartedWhy = row.GetString(9),
        Status = Enum.Parse<StagedRetryStatus>(row.GetString(10)),
        ChangedAt = row.ReadTime(11),
        ChangedBy = row.ReadTextOrNull(12),
        ChangedWhy = row.ReadTextOrNull(13),
        Progress = StagedRetryRow.ReadProgress(row.GetString(14)),
        Version = row.GetInt32(15),
    };
}
