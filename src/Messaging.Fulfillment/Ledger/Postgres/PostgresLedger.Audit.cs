using static Messaging.Fulfillment.Ledger.Postgres.PostgresStatement;

namespace Messaging.Fulfillment.Ledger.Postgres;

internal sealed partial class PostgresLedger
{
    private const string InsertNote =
        "insert into audit (at, who, action, target, count, why) values ($1, $2, $3, $4, $5, $6)";

    private const string ListAudit =
        """
        select number, at, who, action, target, count, why from audit
        where ($1::text is null or who = $1) and ($2::text is null or action = $2)
          and ($3::timestamptz is null or at >= $3) and ($4::timestamptz is null or at < $4)
          and ($5::timestamptz is null or (at, number) < ($5, $6::bigint))
          and ($8::text is null or position($8 in target) > 0)
        order by at desc, number desc
        limit $7
        """;

    private const string PurgeAudit =
        """
        delete from audit
        where number = any(array(
          select number from audit where at < $1 order by at, number limit $2 for update skip locked))
        returning number
        """;

    public Task RecordAsync(AuditNote note, int? count, CancellationToken cancellationToken) =>
        _transactions.RunAsync(
            async transaction =>
            {
                await transaction.RunAsync(Note(note, count));
                return true;
            },
            cancellationToken);

    public Task<IReadOnlyList<AuditRecord>> ListAuditAsync(
        AuditFilter filter,
        (DateTimeOffset At, long Number)? after,
        int limit,
        CancellationToken cancellationToken) =>
        QueryAsync(
            ListAudit,
            row => new AuditRecord(
                row.GetInt64(0),
                row.GetFieldValue<DateTimeOffset>(1),
                row.GetString(2),
                row.GetString(3),
                row.GetString(4),
                row.ReadOrNull<int?>(5),
                row.GetString(6)),
            () =>
            [
                Value(filter.Who),
                Value(filter.Action),
                Value(filter.From?.ToUniversalTime()),
                Value(filter.Before?.ToUniversalTime()),
                Value(after?.At.ToUniversalTime()),
                Value(after?.Number),
                Value(limit),
                Value(filter.Naming),
            ],
            cancellationToken);

    public async Task<int> PurgeAuditAsync(
        DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        var deleted = await QueryAsync(
            PurgeAudit,
            row => row.GetInt64(0),
            () => [Value(before.ToUniversalTime()), Value(limit)],
            cancellationToken);
        return deleted.Count;
    }

    /// <summary>Records what the transaction does.</summary>
    private PostgresStatement Note(AuditNote note, int? count) => new(
        InsertNote,
        null,
        Value(Now),
        Value(note.Who),
        Value(note.Action),
        Value(note.Target),
        Value(count),
        Value(note.Why));
}
