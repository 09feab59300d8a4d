namespace Messaging.Fulfillment.Ledger.Sqlite;

internal sealed partial class SqliteLedger
{
    private const string ListAudit =
        """
        select number, at, who, action, target, count, why from audit
        where ($1 is null or who = $1) and ($2 is null or action = $2) and ($3 is null or at >= $3)
          and ($4 is null or at < $4) and ($5 is null or (at, number) < ($5, $6))
          and ($8 is null or instr(target, $8) > 0)
        order by at desc, number desc
        limit $7
        """;

    private const string PurgeAudit =
        """
        delete from audit
        where number in (select number from audit where at < $1 order by at, number limit $2)
        """;

    public Task RecordAsync(AuditNote note, int? count, CancellationToken cancellationToken) =>
        WriteAsync(db => Note(db, note, count), cancellationToken);

    public Task<IReadOnlyList<AuditRecord>> ListAuditAsync(
        AuditFilter filter,
        (DateTimeOffset At, long Number)? after,
        int limit,
        CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<AuditRecord>>(
            db => db.Query(
                ListAudit,
                row => new AuditRecord(
                    row.GetInt64(0),
                    row.ReadTime(1),
                    row.GetString(2),
                    row.GetString(3),
                    row.GetString(4),
                    row.IsDBNull(5) ? null : row.GetInt32(5),
                    row.GetString(6)),
                filter.Who,
                filter.Action,
                filter.From?.ToMicroseconds(),
                filter.Before?.ToMicroseconds(),
                after?.At.ToMicroseconds(),
                after?.Number,
                limit,
                filter.Naming),
            cancellationToken);

    public Task<int> PurgeAuditAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        WriteAsync(db => db.Execute(PurgeAudit, before.ToMicroseconds(), limit), cancellationToken);

    /// <summary>Records what the transaction does.</summary>
    private int Note(SqliteSession db, AuditNote note, int? count) => db.Execute(
        "insert into audit (at, who, action, target, count, why) values ($1, $2, $3, $4, $5, $6)",
        Now,
        note.Who,
        note.Action,
        note.Target,
        count,
        note.Why);
}
