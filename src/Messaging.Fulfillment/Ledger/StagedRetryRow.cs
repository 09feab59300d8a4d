using System.Text.Json;

namespace Messaging.Fulfillment.Ledger;

/// <summary>What both databases keep of a staged retry in the same way.</summary>
internal static class StagedRetryRow
{
    /// <summary>In the order in which a row is read.</summary>
    public const string Columns =
        "number, vendor, reason, code, account, lift_deadline, total, started_at, started_by, started_why, status, "
            + "changed_at, changed_by, changed_why, progress, version";

    public const string Insert =
        $"""
        insert into staged_retries (vendor, reason, code, account, lift_deadline, total, started_at, started_by,
          started_why, status, changed_at, progress, version)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $7, $11, 0)
        returning {Columns}
        """;

    public const string Find = $"select {Columns} from staged_retries where number = $1";

    /// <summary>The states in which it keeps its group from being started anew.</summary>
    public static string[] Unfinished { get; } =
        Names(StagedRetryStatus.Running, StagedRetryStatus.Paused, StagedRetryStatus.Stopped);

    /// <summary>The states that nothing leaves.</summary>
    public static string[] Ended { get; } = Names(StagedRetryStatus.Cancelled, StagedRetryStatus.Finished);

    /// <summary>States as they are kept; all of them where none is given.</summary>
    public static string[] Names(params IReadOnlyCollection<StagedRetryStatus> states) =>
        states.Count > 0 ? [.. states.Select(status => $"{status}")] : Enum.GetNames<StagedRetryStatus>();

    public static string Write(StagedProgress progress) =>
        JsonSerializer.Serialize(progress, StagedProgressJson.Default.StagedProgress);

    public static StagedProgress ReadProgress(string progress) =>
        JsonSerializer.Deserialize(progress, StagedProgressJson.Default.StagedProgress)!;

    /// <summary>The audit counts to two thousand million.</summary>
    public static int Count(StagedRetry retry) => (int)Math.Min(retry.Total, int.MaxValue);

    /// <param name="rows">
    /// 0 without a result, 1 succeeded, 2 failed; with which reason and code; how many.
    /// </param>
    public static StageOutcome CreateOutcome(IReadOnlyList<(int State, string Reason, string? Code, int Count)> rows) =>
        new(
            rows.Where(row => row.State == 0).Sum(row => row.Count),
            rows.Where(row => row.State == 1).Sum(row => row.Count),
            [.. rows.Where(row => row.State == 2).Select(row => new FailureCount(row.Reason, row.Code, row.Count))]);
}
