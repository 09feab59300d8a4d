using static Messaging.Fulfillment.Ledger.Postgres.PostgresStatement;

namespace Messaging.Fulfillment.Ledger.Postgres;

internal sealed partial class PostgresLedger
{
    public Task<(StagedRetry Retry, bool IsNew)> StartStagedRetryAsync(
        StagedRetry retry, AuditNote note, CancellationToken cancellationToken) =>
        _transactions.RunAsync(
            async transaction =>
            {
                StagedRetry? found = null;
                await transaction.RunAsync(new PostgresStatement(PostgresStagedRetries.Lock, null));
                await transaction.RunAsync(new PostgresStatement(
                    PostgresStagedRetries.FindSameGroup,
                    row => found = PostgresStagedRetries.Read(row),
                    Value(StagedRetryRow.Unfinished),
                    Value(retry.Group.Vendor),
                    Value(retry.Group.Reason),
                    Value(retry.Group.Code),
                    Value(retry.Group.Account)));
                if (found is not null)
                    return (found, false);
                await transaction.RunAsync(
                    new PostgresStatement(
                        StagedRetryRow.Insert,
                        row => found = PostgresStagedRetries.Read(row),
                        Value(retry.Group.Vendor),
                        Value(retry.Group.Reason),
                        Value(retry.Group.Code),
                        Value(retry.Group.Account),
                        Value(retry.LiftDeadline),
                        Value(retry.Total),
                        Value(retry.StartedAt.ToUniversalTime()),
                        Value(retry.StartedBy),
                        Value(retry.StartedWhy),
                        Value($"{retry.Status}"),
                        Value(StagedRetryRow.Write(retry.Progress))),
                    Note(note, StagedRetryRow.Count(retry)));
                return (found!, true);
            },
            cancellationToken);

    public Task<IReadOnlyList<StagedRetry>> ListStagedRetriesAsync(
        IReadOnlyCollection<StagedRetryStatus> states,
        long? before,
        int limit,
        CancellationToken cancellationToken) =>
        QueryAsync(
            PostgresStagedRetries.List,
            PostgresStagedRetries.Read,
            () => [Value(StagedRetryRow.Names(states)), Value(before), Value(limit)],
            cancellationToken);

    public async Task<StagedRetry?> FindStagedRetryAsync(long number, CancellationToken cancellationToken)
    {
        var found = await QueryAsync(
            StagedRetryRow.Find, PostgresStagedRetries.Read, () => [Value(number)], cancellationToken);
        return found is [var one] ? one : null;
    }

    public Task<StagedRetry?> ChangeStagedRetryAsync(
        long number,
        IReadOnlyCollection<StagedRetryStatus> from,
        StagedRetryStatus to,
        AuditNote note,
        CancellationToken cancellationToken) =>
        _transactions.RunAsync(
            async transaction =>
            {
                StagedRetry? changed = null;
                await transaction.RunAsync(new PostgresStatement(
                    PostgresStagedRetries.Change,
                    row => changed = PostgresStagedRetries.Read(row),
                    Value(number),
                    Value(StagedRetryRow.Names(from)),
                    Value($"{to}"),
                    Value(Now),
                    Value(note.Who),
                    Value(note.Why)));
                if (changed is not null)
                    await transaction.RunAsync(Note(note, count: 1));
                return changed;
            },
            cancellationToken);

    public Task<bool> AdvanceStagedRetryAsync(
        StagedRetry next, IReadOnlyList<OrderEntry> retries, CancellationToken cancellationToken) =>
        _transactions.RunAsync(
            async transaction =>
            {
                var isNext = false;
                await transaction.RunAsync(new PostgresStatement(
                    PostgresStagedRetries.Advance,
                    _ => isNext = true,
                    Value(next.Number),
                    Value(next.Version),
                    Value($"{next.Status}"),
                    Value(next.ChangedAt.ToUniversalTime()),
                    Value(next.ChangedBy),
                    Value(next.ChangedWhy),
                    Value(StagedRetryRow.Write(next.Progress))));
                if (isNext && retries.Count > 0)
                    await ClaimAsync(transaction, retries, ClaimTerms.ForLater(retries));
                return isNext;
            },
            cancellationToken);

    public async Task<StageOutcome> ReadOutcomeAsync(
        IReadOnlyCollection<Guid> eventIds, CancellationToken cancellationToken) =>
        StagedRetryRow.CreateOutcome(await QueryAsync(
            PostgresStagedRetries.CountOutcomes,
            row => (row.GetInt32(0), row.GetString(1), row.ReadOrNull<string>(2), row.GetInt32(3)),
            () => [Value(eventIds.ToArray())],
            cancellationToken));

    public async Task<int> PurgeStagedRetriesAsync(
        DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        var deleted = await QueryAsync(
            PostgresStagedRetries.Purge,
            row => row.GetInt64(0),
            () => [Value(StagedRetryRow.Ended), Value(before.ToUniversalTime()), Value(limit)],
            cancellationToken);
        return deleted.Count;
    }
}
