using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Repair;

namespace Messaging.Worker.Operations.Failures;

/// <summary>Which failures are to be tried again in stages, and why.</summary>
/// <param name="Vendor">Their vendor.</param>
/// <param name="Reason">Their reason, as rejectedByVendor.</param>
/// <param name="Code">Their code; empty for none. Default: whatever code.</param>
/// <param name="Account">Of one account only. Default: of all.</param>
/// <param name="LiftDeadline">Whether they may be sent although their deadline has passed. Default: no.</param>
/// <param name="DryRun">Only says what would be sent. Default: no.</param>
/// <param name="Why">The reason, for the audit log: 1 to 200 characters. A dry run needs none.</param>
internal sealed record StagedRetryRequest(
    string? Vendor, string? Reason, string? Code, string? Account, bool LiftDeadline, bool DryRun, string? Why);

/// <param name="Why">The reason, for the audit log: 1 to 200 characters.</param>
internal sealed record StagedRetryChange(string? Why);

/// <param name="Plan">What would be sent; left out where it was started.</param>
/// <param name="Started">The staged retry; left out in a dry run.</param>
internal sealed record StagedRetryStart(StagedRetryPlan? Plan, StagedRetryAnswer? Started);

/// <param name="StagedRetries">The staged retries, the latest first.</param>
/// <param name="Next">What to ask for as <c>before</c> to see more; left out where there are none.</param>
internal sealed record StagedRetryList(IReadOnlyList<StagedRetryAnswer> StagedRetries, long? Next);

/// <summary>A staged retry, and what is known of its orders at this moment.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Vendor">The failures' vendor.</param>
/// <param name="Reason">The failures' reason.</param>
/// <param name="Code">The failures' code; empty for those without one, left out for whatever code.</param>
/// <param name="Account">The failures' account; left out for all.</param>
/// <param name="LiftDeadline">Whether they may be sent although their deadline has passed.</param>
/// <param name="Status">Whether it goes on.</param>
/// <param name="StartedAt">When it was started. What failed then or later is not part of it.</param>
/// <param name="StartedBy">Who started it.</param>
/// <param name="StartedWhy">Why.</param>
/// <param name="ChangedAt">Since when it has its status.</param>
/// <param name="ChangedBy">Who brought it there; left out where the service did.</param>
/// <param name="ChangedWhy">Why; left out where the service did.</param>
/// <param name="Total">How many failures there were at the start that nobody had retried.</param>
/// <param name="Stage">How many stages were sent, the one under way included.</param>
/// <param name="StageSize">How many orders the stage under way has; 0 where none is.</param>
/// <param name="Waiting">How many of them have no result yet.</param>
/// <param name="Sent">How many orders were sent.</param>
/// <param name="Succeeded">How many of them succeeded.</param>
/// <param name="Failed">How many of them failed again.</param>
/// <param name="Left">
/// How many were not sent; where it has finished, what somebody else had tried again meanwhile, or what was purged.
/// </param>
/// <param name="Stages">The last stages that are over, twenty at the most, in their order.</param>
internal sealed record StagedRetryAnswer(
    long Number,
    string Vendor,
    string Reason,
    string? Code,
    string? Account,
    bool LiftDeadline,
    StagedRetryStatus Status,
    DateTimeOffset StartedAt,
    string StartedBy,
    string StartedWhy,
    DateTimeOffset ChangedAt,
    string? ChangedBy,
    string? ChangedWhy,
    long Total,
    int Stage,
    int StageSize,
    int Waiting,
    long Sent,
    long Succeeded,
    long Failed,
    long Left,
    IReadOnlyList<RetryStage> Stages)
{
    /// <param name="retry">The staged retry.</param>
    /// <param name="now">What has become of the stage under way.</param>
    public static StagedRetryAnswer From(StagedRetry retry, StageOutcome now) => new(
        retry.Number,
        retry.Group.Vendor,
        retry.Group.Reason,
        retry.Group.Code,
        retry.Group.Account,
        retry.LiftDeadline,
        retry.Status,
        retry.StartedAt,
        retry.StartedBy,
        retry.StartedWhy,
        retry.ChangedAt,
        retry.ChangedBy,
        retry.ChangedWhy,
        retry.Total,
        retry.Progress.Stage,
        retry.Progress.UnderWay.Count,
        now.Waiting,
        retry.Progress.Sent,
        retry.Progress.Succeeded + now.Succeeded,
        retry.Progress.Failed + now.Failed,
        retry.Left,
        retry.Progress.Stages);
}
