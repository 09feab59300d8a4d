using Messaging.Fulfillment.Ledger;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Fulfillment.Repair;

/// <summary>Makes the next step of a staged retry: judges the stage that is over, and sends the next.</summary>
/// <remarks>
/// Both are one transaction, which is made only where nobody has made it before. So it does not matter which worker
/// makes a step, whether two try to, or when one of them dies: a stage was sent or it was not.
/// </remarks>
/// <param name="ledger">Where staged retries are kept.</param>
/// <param name="failures">Where the failures are found.</param>
/// <param name="time">The ledger's.</param>
public sealed class StagedRetryStep(
    IStagedRetries ledger, IFailures failures, [FromKeyedServices(LedgerTime.Key)] TimeProvider time)
{
    /// <summary>How many stages that are over are kept.</summary>
    private const int MostStages = 20;

    /// <summary>How many reasons and codes of a stage are kept.</summary>
    private const int MostFailures = 10;

    /// <summary>Makes the next step, if every order of the stage under way has its result.</summary>
    /// <param name="retry">A staged retry that is running, as it was read.</param>
    /// <param name="cancellationToken">Gives up waiting for the ledger; it may have been made.</param>
    /// <returns>As it is after the step; null where none was made.</returns>
    public async Task<StagedRetry?> TakeAsync(StagedRetry retry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(retry);
        var judged = retry;
        if (retry.Progress.UnderWay.Count > 0)
        {
            var outcome = await ledger.ReadOutcomeAsync(retry.Progress.UnderWay, cancellationToken);
            if (outcome.Waiting > 0)
                return null;
            judged = Judge(retry, outcome);
        }

        var (next, retries) = judged.Status is StagedRetryStatus.Running
            ? await SendAsync(judged, cancellationToken)
            : (judged, []);
        return await ledger.AdvanceStagedRetryAsync(next, retries, cancellationToken) ? next : null;
    }

    private StagedRetry Judge(StagedRetry retry, StageOutcome outcome)
    {
        var progress = retry.Progress;
        var stop = StageRule.Judge(retry.Group, outcome);
        var stage = new RetryStage(
            progress.Stage,
            StageSizes.Next(progress.Stages),
            progress.UnderWay.Count,
            outcome.Succeeded,
            outcome.Failed,
            [.. outcome.Failures.Take(MostFailures)],
            stop);
        var judged = retry with
        {
            Progress = progress with
            {
                Succeeded = progress.Succeeded + outcome.Succeeded,
                Failed = progress.Failed + outcome.Failed,
                Stages = [.. progress.Stages.Append(stage).TakeLast(MostStages)],
                UnderWay = [],
            },
        };
        return stop is null ? judged : Change(judged, StagedRetryStatus.Stopped);
    }

    private async Task<(StagedRetry Next, IReadOnlyList<OrderEntry> Retries)> SendAsync(
        StagedRetry retry, CancellationToken cancellationToken)
    {
        var progress = retry.Progress;
        var size = StageSizes.Next(progress.Stages);
        var page = size;
        while (true)
        {
            var found = await failures.ListFailuresAsync(
                retry.ToFilter(),
                progress.Last is { } last ? (last.SettledAt, last.EventId) : null,
                page,
                cancellationToken);
            if (found.Count == 0)
                return (Change(retry, StagedRetryStatus.Finished), []);
            // Without those whose content was purged, which nobody can send any more.
            var entries = (await failures.ReadFailedAsync([.. found.Select(one => one.EventId)], cancellationToken))
                .ToDictionary(entry => entry.EventId);
            var chosen = found.Where(failure => entries.ContainsKey(failure.EventId)).Take(size).ToList();
            var reached = chosen.Count > 0 ? chosen[^1] : found[^1];
            progress = progress with { Last = new(reached.SettledAt, reached.EventId) };
            // The latest come first: what is behind one that was purged mostly was, too.
            page = StageSizes.Largest;
            if (chosen.Count == 0)
                continue;
            var now = time.GetUtcNow();
            OrderEntry[] retries =
                [.. chosen.Select(failure => RetryEntry.Create(entries[failure.EventId], retry.LiftDeadline, now))];
            progress = progress with
            {
                Stage = progress.Stage + 1,
                Sent = progress.Sent + retries.Length,
                UnderWay = [.. retries.Select(entry => entry.EventId)],
            };
            return (retry with { Progress = progress }, retries);
        }
    }

    private StagedRetry Change(StagedRetry retry, StagedRetryStatus status) =>
        retry with { Status = status, ChangedAt = time.GetUtcNow(), ChangedBy = null, ChangedWhy = null };
}
