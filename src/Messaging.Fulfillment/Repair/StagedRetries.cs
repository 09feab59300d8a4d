using Messaging.Fulfillment.Ledger;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Fulfillment.Repair;

/// <summary>
/// Has groups of failures tried again in stages, as operators want it: one order before two thousand. Workers do the
/// sending (<see cref="StagedRetryStep"/>); here it is said what they may.
/// </summary>
/// <param name="ledger">Where staged retries are kept.</param>
/// <param name="failures">The failures.</param>
/// <param name="time">The ledger's.</param>
public sealed class StagedRetries(
    IStagedRetries ledger, IFailures failures, [FromKeyedServices(LedgerTime.Key)] TimeProvider time)
{
    private const int MostAccounts = 100;
    private const int Shown = 10;

    /// <summary>Raised where one may go on that did not before.</summary>
    internal event EventHandler? Started;

    /// <summary>Says what would be sent, and sends nothing.</summary>
    /// <param name="group">Which failures.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<StagedRetryPlan> PlanAsync(RetryGroup group, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(group);
        var filter = group.ToFilter(time.GetUtcNow());
        var counted = await failures.CountFailuresAsync(filter, MostAccounts, cancellationToken);
        var first = await failures.ListFailuresAsync(filter, after: null, Shown, cancellationToken);
        var (sizes, count) = StageSizes.Plan(counted.Total);
        return new(counted.Total, counted.Accounts, first, sizes, count);
    }

    /// <summary>
    /// Starts one, of the failures of the group that there are now and that nobody has retried, the latest first.
    /// </summary>
    /// <param name="group">Which failures.</param>
    /// <param name="liftDeadline">Whether they may be sent although their deadline has passed.</param>
    /// <param name="note">Who starts it, and why.</param>
    /// <param name="cancellationToken">Gives up waiting for the ledger; it may have been started.</param>
    /// <returns>
    /// The one that was started; the one in its way, and false; or null, where there is nothing to be tried again.
    /// </returns>
    public async Task<(StagedRetry Retry, bool IsNew)?> StartAsync(
        RetryGroup group, bool liftDeadline, AuditNote note, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(note);
        var now = time.GetUtcNow();
        var counted = await failures.CountFailuresAsync(group.ToFilter(now), limit: 1, cancellationToken);
        if (counted.Total == 0)
            return null;
        var start = await ledger.StartStagedRetryAsync(
            new()
            {
                Group = group,
                LiftDeadline = liftDeadline,
                Total = counted.Total,
                StartedAt = now,
                StartedBy = note.Who,
                StartedWhy = note.Why,
                ChangedAt = now,
            },
            note,
            cancellationToken);
        Started?.Invoke(this, EventArgs.Empty);
        return start;
    }

    /// <summary>Has one wait, go on or end.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="action">Which of them.</param>
    /// <param name="note">Who does it, and why.</param>
    /// <param name="cancellationToken">Gives up waiting for the ledger; it may have been done.</param>
    /// <returns>As it is now; null where there is none, or none that is in a state for it.</returns>
    public async Task<StagedRetry?> ChangeAsync(
        long number, StagedRetryAction action, AuditNote note, CancellationToken cancellationToken)
    {
        var changed = await ledger.ChangeStagedRetryAsync(
            number, action.GetFrom(), action.GetTo(), note, cancellationToken);
        if (changed is { Status: StagedRetryStatus.Running })
            Started?.Invoke(this, EventArgs.Empty);
        return changed;
    }
}
