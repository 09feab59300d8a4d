using Npgsql;
using static Messaging.Fulfillment.Ledger.Postgres.PostgresStatement;

namespace Messaging.Fulfillment.Ledger.Postgres;

internal sealed partial class PostgresLedger
{
    private const string ReadHolds =
        "select vendor, account, since, who, why from holds order by vendor, account";

    /// <summary>A hold that there is stays as it is, and is returned all the same.</summary>
    private const string InsertHold =
        """
        insert into holds (vendor, account, since, who, why) values ($1, $2, $3, $4, $5)
        on conflict (vendor, account) do update set vendor = excluded.vendor
        returning vendor, account, since, who, why, xmax = 0
        """;

    private const string DeleteHold = "delete from holds where vendor = $1 and account = $2 returning true";

    public Task<IReadOnlyList<Hold>> ListHoldsAsync(CancellationToken cancellationToken) =>
        QueryAsync(ReadHolds, ReadHold, () => [], cancellationToken);

    public Task<Hold> HoldAsync(
        string vendor, string? account, AuditNote note, CancellationToken cancellationToken) =>
        _transactions.RunAsync(
            async transaction =>
            {
                var isNew = false;
                Hold hold = null!;
                await transaction.RunAsync(
                    new PostgresStatement(
                        InsertHold,
                        row => (hold, isNew) = (ReadHold(row), row.GetBoolean(5)),
                        Value(vendor),
                        Value(account ?? ""),
                        Value(Now),
                        Value(note.Who),
                        Value(note.Why)));
                if (isNew)
                    await transaction.RunAsync(Note(note, count: 1));
                return hold;
            },
            cancellationToken);

    public Task<bool> ReleaseHoldAsync(
        string vendor, string? account, AuditNote note, CancellationToken cancellationToken) =>
        _transactions.RunAsync(
            async transaction =>
            {
                var wasHeld = false;
                await transaction.RunAsync(
                    new PostgresStatement(DeleteHold, _ => wasHeld = true, Value(vendor), Value(account ?? "")));
                if (wasHeld)
                    await transaction.RunAsync(Note(note, count: 1));
                return wasHeld;
            },
            cancellationToken);

    private static Hold ReadHold(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetString(1) is { Length: > 0 } account ? account : null,
        row.GetFieldValue<DateTimeOffset>(2),
        row.GetString(3),
        row.GetString(4));
}
