using Messaging.Fulfillment.Ledger;

namespace Messaging.Worker.Operations.Failures;

/// <param name="Failures">The failures, the latest first.</param>
/// <param name="Next">What to ask for as <c>after</c> to see more; left out where there are none.</param>
internal sealed record FailureList(IReadOnlyList<FailedOrder> Failures, string? Next);

/// <param name="Groups">Failures by vendor, reason and code, the most frequent first; at most 100.</param>
internal sealed record FailureGroups(IReadOnlyList<FailureGroup> Groups);

/// <summary>What is to be tried again, and why: some failures by name, or the latest of a group.</summary>
/// <param name="EventIds">The order events that failed, up to 100; or none, with the next two.</param>
/// <param name="Vendor">The group's vendor.</param>
/// <param name="Reason">The group's reason.</param>
/// <param name="Code">The group's code; empty for none. Default: whatever code.</param>
/// <param name="Account">Of one account only. Default: of all.</param>
/// <param name="Limit">Of a group, how many at the most: 1 to 100. Default: 1, to see whether it helps.</param>
/// <param name="LiftDeadline">Whether they may be sent although their deadline has passed. Default: no.</param>
/// <param name="DryRun">Only says which. Default: no.</param>
/// <param name="Why">The reason, for the audit log: 1 to 200 characters.</param>
internal sealed record RetryRequest(
    IReadOnlyList<Guid>? EventIds,
    string? Vendor,
    string? Reason,
    string? Code,
    string? Account,
    int? Limit,
    bool LiftDeadline,
    bool DryRun,
    string? Why);

/// <param name="Started">Taken on: each is a new order event, and gets a result of its own.</param>
/// <param name="AlreadyRetried">Left alone, for they had been retried before.</param>
/// <param name="NotThere">No failures, or ones whose content has been purged.</param>
/// <param name="EventIds">The order events that failed and are, or would be, tried again.</param>
internal sealed record RetryAnswer(int Started, int AlreadyRetried, int NotThere, IReadOnlyList<Guid> EventIds);
