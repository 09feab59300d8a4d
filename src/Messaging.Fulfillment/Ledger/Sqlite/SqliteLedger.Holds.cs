using Microsoft.Data.Sqlite;

namespace Messaging.Fulfillment.Ledger.Sqlite;

internal sealed partial class SqliteLedger
{
    private const string ReadHolds = "select vendor, account, since, who, why from holds";

    public Task<IReadOnlyList<Hold>> ListHoldsAsync(CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<Hold>>(
            db => db.Query($"{ReadHolds} order by vendor, account", ReadHold), cancellationToken);

    public Task<Hold> HoldAsync(
        string vendor, string? account, AuditNote note, CancellationToken cancellationToken) =>
        WriteAsync(
            db =>
            {
                var isNew = db.Execute(
                    "insert into holds (vendor, account, since, who, why) values ($1, $2, $3, $4, $5) on conflict do "
                        + "nothing",
                    vendor,
                    account ?? "",
                    Now,
                    note.Who,
                    note.Why) == 1;
                if (isNew)
                    Note(db, note, count: 1);
                return db.First($"{ReadHolds} where vendor = $1 and account = $2", ReadHold, vendor, account ?? "")!;
            },
            cancellationToken);

    public Task<bool> ReleaseHoldAsync(
        string vendor, string? account, AuditNote note, CancellationToken cancellationToken) =>
        WriteAsync(
            db =>
            {
                var wasHeld =
                    db.Execute("delete from holds where vendor = $1 and account = $2", vendor, account ?? "") == 1;
                if (wasHeld)
                    Note(db, note, count: 1);
                return wasHeld;
            },
            cancellationToken);

    private static Hold ReadHold(SqliteDataReader row) => new(
        row.GetString(0),
        row.GetString(1) is { Length: > 0 } account ? account : null,
        row.ReadTime(2),
        row.GetString(3),
        row.GetString(4));
}
