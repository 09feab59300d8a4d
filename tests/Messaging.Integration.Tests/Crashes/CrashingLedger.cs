using Messaging.Fulfillment.Ledger;

namespace Messaging.Integration.Tests.Crashes;

/// <summary>A ledger whose process dies before or after a step.</summary>
internal sealed class CrashingLedger(ILedger ledger, CrashPoint point) : ILedger
{
    private volatile bool _hasDeferred;

    public LedgerOutage? Outage => ledger.Outage;

    public IAccountStore? Accounts => ledger.Accounts;

    public TimeSpan LeaseLeft => ledger.LeaseLeft;

    public int LeaseEpoch => ledger.LeaseEpoch;

    public Task OpenAsync(CancellationToken cancellationToken) => ledger.OpenAsync(cancellationToken);

    public async Task<ClaimResult> ClaimAsync(
        IReadOnlyList<OrderEntry> orders, ClaimTerms terms, CancellationToken cancellationToken)
    {
        point.Reached(CrashWindow.BeforeClaim);
        var claim = await ledger.ClaimAsync(orders, terms, cancellationToken);
        point.Reached(CrashWindow.AfterClaim);
        return claim;
    }

    public Task<RefusalResult> RefuseAsync(
        IReadOnlyList<Refusal> refusals, CancellationToken cancellationToken) =>
        ledger.RefuseAsync(refusals, cancellationToken);

    public async Task<IReadOnlyList<OrderEntry>> ClaimDueAsync(
        string vendor, ClaimTerms terms, int limit, DateTimeOffset overdueBefore, CancellationToken cancellationToken)
    {
        if (_hasDeferred)
            point.Reached(CrashWindow.BeforeClaimDue);
        var due = await ledger.ClaimDueAsync(vendor, terms, limit, overdueBefore, cancellationToken);
        if (due.Count > 0)
            point.Reached(CrashWindow.AfterClaimDue);
        return due;
    }

    public async Task<IReadOnlySet<ClaimKey>> RecordSendIntentAsync(
        IReadOnlyList<ClaimKey> claims, CancellationToken cancellationToken)
    {
        point.Reached(CrashWindow.BeforeRecordSendIntent);
        var lost = await ledger.RecordSendIntentAsync(claims, cancellationToken);
        point.Reached(CrashWindow.RecordSendIntent);
        return lost;
    }

    public async Task<IReadOnlySet<ClaimKey>> SettleAsync(
        IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken)
    {
        point.Reached(CrashWindow.BeforeSettle);
        var lost = await ledger.SettleAsync(settlements, cancellationToken);
        point.Reached(CrashWindow.AfterSettle);
        _hasDeferred |= settlements.Any(settlement => settlement is Settlement.Deferred);
        return lost;
    }

    public async Task MarkPublishedAsync(IReadOnlyList<Guid> eventIds, CancellationToken cancellationToken)
    {
        point.Reached(CrashWindow.BeforeMarkPublished);
        await ledger.MarkPublishedAsync(eventIds, cancellationToken);
        point.Reached(CrashWindow.AfterMarkPublished);
    }

    public async Task<IReadOnlyList<StoredResult>> TakeUnpublishedAsync(int limit, CancellationToken cancellationToken)
    {
        var taken = await ledger.TakeUnpublishedAsync(limit, cancellationToken);
        if (taken.Count > 0)
            point.Reached(CrashWindow.AfterTakeUnpublished);
        return taken;
    }

    public Task RenewLeaseAsync(WorkerLoad load, CancellationToken cancellationToken) =>
        ledger.RenewLeaseAsync(load, cancellationToken);

    public Task ReleaseAsync(CancellationToken cancellationToken) => ledger.ReleaseAsync(cancellationToken);

    public Task<IReadOnlyList<LedgerTotals>> CountAsync(CancellationToken cancellationToken) =>
        ledger.CountAsync(cancellationToken);

    public Task<(IReadOnlyList<WorkerRecord> Workers, DateTimeOffset Now)> ListWorkersAsync(
        CancellationToken cancellationToken) =>
        ledger.ListWorkersAsync(cancellationToken);

    public Task<IReadOnlyList<OrderStatus>> FindAsync(string orderNo, CancellationToken cancellationToken) =>
        ledger.FindAsync(orderNo, cancellationToken);

    public Task<IReadOnlyList<FailedOrder>> ListFailuresAsync(
        FailureFilter filter,
        (DateTimeOffset SettledAt, Guid EventId)? after,
        int limit,
        CancellationToken cancellationToken) =>
        ledger.ListFailuresAsync(filter, after, limit, cancellationToken);

    public Task<IReadOnlyList<FailureGroup>> GroupFailuresAsync(
        FailureFilter filter, int limit, CancellationToken cancellationToken) =>
        ledger.GroupFailuresAsync(filter, limit, cancellationToken);

    public Task<AccountFailures> CountFailuresAsync(
        FailureFilter filter, int limit, CancellationToken cancellationToken) =>
        ledger.CountFailuresAsync(filter, limit, cancellationToken);

    public Task<IReadOnlyList<OrderEntry>> ReadFailedAsync(
        IReadOnlyCollection<Guid> eventIds, CancellationToken cancellationToken) =>
        ledger.ReadFailedAsync(eventIds, cancellationToken);

    public Task<int> RetryAsync(
        IReadOnlyList<OrderEntry> retries, AuditNote note, CancellationToken cancellationToken) =>
        ledger.RetryAsync(retries, note, cancellationToken);

    public Task<(StagedRetry Retry, bool IsNew)> StartStagedRetryAsync(
        StagedRetry retry, AuditNote note, CancellationToken cancellationToken) =>
        ledger.StartStagedRetryAsync(retry, note, cancellationToken);

    public Task<IReadOnlyList<StagedRetry>> ListStagedRetriesAsync(
        IReadOnlyCollection<StagedRetryStatus> states,
        long? before,
        int limit,
        CancellationToken cancellationToken) =>
        ledger.ListStagedRetriesAsync(states, before, limit, cancellationToken);

    public Task<StagedRetry?> FindStagedRetryAsync(long number, CancellationToken cancellationToken) =>
        ledger.FindStagedRetryAsync(number, cancellationToken);

    public Task<StagedRetry?> ChangeStagedRetryAsync(
        long number,
        IReadOnlyCollection<StagedRetryStatus> from,
        StagedRetryStatus to,
        AuditNote note,
        CancellationToken cancellationToken) =>
        ledger.ChangeStagedRetryAsync(number, from, to, note, cancellationToken);

    public Task<bool> AdvanceStagedRetryAsync(
        StagedRetry next, IReadOnlyList<OrderEntry> retries, CancellationToken cancellationToken) =>
        ledger.AdvanceStagedRetryAsync(next, retries, cancellationToken);

    public Task<StageOutcome> ReadOutcomeAsync(
        IReadOnlyCollection<Guid> eventIds, CancellationToken cancellationToken) =>
        ledger.ReadOutcomeAsync(eventIds, cancellationToken);

    public Task<int> PurgeStagedRetriesAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        ledger.PurgeStagedRetriesAsync(before, limit, cancellationToken);

    public Task<IReadOnlyList<WaitingOrder>> ListWaitingAsync(
        WaitingFilter filter,
        (DateTimeOffset ReceivedAt, Guid EventId)? after,
        int limit,
        CancellationToken cancellationToken) =>
        ledger.ListWaitingAsync(filter, after, limit, cancellationToken);

    public Task<IReadOnlyList<WaitingGroup>> GroupWaitingAsync(
        WaitingFilter filter, CancellationToken cancellationToken) =>
        ledger.GroupWaitingAsync(filter, cancellationToken);

    public Task<AnsweredOrders> AnswerWaitingAsync(
        IReadOnlyCollection<Guid> eventIds,
        Func<OrderEntry, StoredResult> answer,
        AuditNote note,
        CancellationToken cancellationToken) =>
        ledger.AnswerWaitingAsync(eventIds, answer, note, cancellationToken);

    public Task<IReadOnlyList<Hold>> ListHoldsAsync(CancellationToken cancellationToken) =>
        ledger.ListHoldsAsync(cancellationToken);

    public Task<Hold> HoldAsync(
        string vendor, string? account, AuditNote note, CancellationToken cancellationToken) =>
        ledger.HoldAsync(vendor, account, note, cancellationToken);

    public Task<bool> ReleaseHoldAsync(
        string vendor, string? account, AuditNote note, CancellationToken cancellationToken) =>
        ledger.ReleaseHoldAsync(vendor, account, note, cancellationToken);

    public Task RecordAsync(AuditNote note, int? count, CancellationToken cancellationToken) =>
        ledger.RecordAsync(note, count, cancellationToken);

    public Task<IReadOnlyList<AuditRecord>> ListAuditAsync(
        AuditFilter filter,
        (DateTimeOffset At, long Number)? after,
        int limit,
        CancellationToken cancellationToken) =>
        ledger.ListAuditAsync(filter, after, limit, cancellationToken);

    public Task<int> PurgeAuditAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        ledger.PurgeAuditAsync(before, limit, cancellationToken);

    public Task<int> PurgeAsync(
        DateTimeOffset payloadsBefore, DateTimeOffset entriesBefore, int limit, CancellationToken cancellationToken) =>
        ledger.PurgeAsync(payloadsBefore, entriesBefore, limit, cancellationToken);

    public Task<int> PurgeCallsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        ledger.PurgeCallsAsync(before, limit, cancellationToken);

    public ValueTask DisposeAsync() => ledger.DisposeAsync();
}
