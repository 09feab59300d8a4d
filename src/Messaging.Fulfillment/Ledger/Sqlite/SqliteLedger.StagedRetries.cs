namespace Messaging.Fulfillment.Ledger.Sqlite;

internal sealed partial class SqliteLedger
{
    public Task<(StagedRetry Retry, bool IsNew)> StartStagedRetryAsync(
        StagedRetry retry, AuditNote note, CancellationToken cancellationToken) =>
        WriteAsync(
            db =>
            {
                if (db.First(
                    SqliteStagedRetries.FindSameGroup,
                    SqliteStagedRetries.Read,
                    SqliteStagedRetries.ToJson(StagedRetryRow.Unfinished),
                    retry.Group.Vendor,
                    retry.Group.Reason,
                    retry.Group.Code,
                    retry.Group.Account) is { } found)
                {
                    return (found, false);
                }

                Note(db, note, StagedRetryRow.Count(retry));
                return (db.First(
                    StagedRetryRow.Insert,
                    SqliteStagedRetries.Read,
                    retry.Group.Vendor,
                    retry.Group.Reason,
                    retry.Group.Code,
                    retry.Group.Account,
                    retry.LiftDeadline,
                    retry.Total,
                    retry.StartedAt.ToMicroseconds(),
                    retry.StartedBy,
                    retry.StartedWhy,
                    $"{retry.Status}",
                    StagedRetryRow.Write(retry.Progress))!, true);
            },
            cancellationToken);

    public Task<IReadOnlyList<StagedRetry>> ListStagedRetriesAsync(
        IReadOnlyCollection<StagedRetryStatus> states,
        long? before,
        int limit,
        CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<StagedRetry>>(
            db => db.Query(
                SqliteStagedRetries.List,
                SqliteStagedRetries.Read,
                SqliteStagedRetries.ToJson(StagedRetryRow.Names(states)),
                before,
                limit),
            cancellationToken);

    public Task<StagedRetry?> FindStagedRetryAsync(long number, CancellationToken cancellationToken) =>
        ReadAsync(db => db.First(StagedRetryRow.Find, SqliteStagedRetries.Read, number), cancellationToken);

    public Task<StagedRetry?> ChangeStagedRetryAsync(
        long number,
        IReadOnlyCollection<StagedRetryStatus> from,
        StagedRetryStatus to,
        AuditNote note,
        CancellationToken cancellationToken) =>
        WriteAsync(
            db =>
            {
                var changed = db.First(
                    SqliteStagedRetries.Change,
                    SqliteStagedRetries.Read,
                    SqliteStagedRetries.ToJson(StagedRetryRow.Names(from)),
                    number,
                    $"{to}",
                    Now,
                    note.Who,
                    note.Why);
                if (changed is not null)
                    Note(db, note, count: 1);
                return changed;
            },
            cancellationToken);

    public Task<bool> AdvanceStagedRetryAsync(
        StagedRetry next, IReadOnlyList<OrderEntry> retries, CancellationToken cancellationToken) =>
        WriteAsync(
            db =>
            {
                var isNext = db.Execute(
                    SqliteStagedRetries.Advance,
                    next.Number,
                    next.Version,
                    $"{next.Status}",
                    next.ChangedAt.ToMicroseconds(),
                    next.ChangedBy,
                    next.ChangedWhy,
                    StagedRetryRow.Write(next.Progress)) == 1;
                if (isNext && retries.Count > 0)
                    Claim(db, retries, ClaimTerms.ForLater(retries));
                return isNext;
            },
            cancellationToken);

    public Task<StageOutcome> ReadOutcomeAsync(
        IReadOnlyCollection<Guid> eventIds, CancellationToken cancellationToken) =>
        ReadAsync(
            db => StagedRetryRow.CreateOutcome(db.Query(
                SqliteStagedRetries.CountOutcomes,
                row => (row.GetInt32(0), row.GetString(1), row.ReadTextOrNull(2), row.GetInt32(3)),
                eventIds.ToJson())),
            cancellationToken);

    public Task<int> PurgeStagedRetriesAsync(
        DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        WriteAsync(
            db => db.Execute(
                SqliteStagedRetries.Purge,
                SqliteStagedRetries.ToJson(StagedRetryRow.Ended),
                before.ToMicroseconds(),
                limit),
            cancellationToken);
}
