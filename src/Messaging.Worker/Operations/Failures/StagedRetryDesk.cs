using System.Security.Claims;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Repair;
using Messaging.Worker.Management;

namespace Messaging.Worker.Operations.Failures;

/// <summary>Has groups of failures tried again in stages, on record, and says how far they are.</summary>
internal sealed class StagedRetryDesk(StagedRetries retries, IStagedRetries ledger, AuditLog audit, TimeProvider time)
{
    private const int MostUnfinished = 20;

    /// <summary>What would be sent.</summary>
    /// <param name="request">Which failures; one in which <see cref="StagedRetryRule"/> found no error.</param>
    /// <param name="cancellationToken">Who asks has gone.</param>
    public Task<StagedRetryPlan> PlanAsync(StagedRetryRequest request, CancellationToken cancellationToken) =>
        LedgerQuestion.AskAsync(token => retries.PlanAsync(Group(request), token), time, cancellationToken);

    /// <summary>Starts one.</summary>
    /// <param name="request">Which failures; one in which <see cref="StagedRetryRule"/> found no error.</param>
    /// <param name="user">Who wants it.</param>
    /// <param name="cancellationToken">Who asks has gone.</param>
    /// <returns>The one that was started; or why none was, in a sentence.</returns>
    public async Task<(StagedRetryAnswer? Started, string? Refusal)> StartAsync(
        StagedRetryRequest request, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var group = Group(request);
        var note = AuditLog.Note(
            user,
            "staged-retries.start",
            $"{group.Vendor} {group.Account} {group.Reason} {group.Code}",
            request.Why!);
        if (await LedgerQuestion.AskAsync(
            token => retries.StartAsync(group, request.LiftDeadline, note, token), time, cancellationToken)
            is not var (retry, isNew))
        {
            return (null, "There is no such failure that nobody has retried.");
        }

        if (!isNew)
        {
            return (null, $"Staged retry {retry.Number} has these failures and has not ended: it is "
                + $"{Name(retry.Status)} since {retry.ChangedAt:u}, started by {retry.StartedBy}. "
                + "Have it go on, or cancel it first.");
        }

        audit.Write(note, (int)Math.Min(retry.Total, int.MaxValue));
        return (StagedRetryAnswer.From(retry, StageOutcome.None), null);
    }

    /// <summary>Those that have not ended: somebody may want to know.</summary>
    public async Task<IReadOnlyList<StagedRetryAnswer>> ListUnfinishedAsync(CancellationToken cancellationToken) =>
        (await ListAsync(StagedRetryAction.Cancel.GetFrom(), before: null, MostUnfinished, cancellationToken))
            .StagedRetries;

    /// <summary>Staged retries, the latest first.</summary>
    /// <param name="states">Those that are in one of these states; empty for all.</param>
    /// <param name="before">The number of the last one of the page before; null for the first page.</param>
    /// <param name="limit">The most to list.</param>
    /// <param name="cancellationToken">Who asks has gone.</param>
    public Task<StagedRetryList> ListAsync(
        IReadOnlyCollection<StagedRetryStatus> states,
        long? before,
        int limit,
        CancellationToken cancellationToken) =>
        LedgerQuestion.AskAsync(
            async token =>
            {
                var found = await ledger.ListStagedRetriesAsync(states, before, limit, token);
                var answers = new List<StagedRetryAnswer>(found.Count);
                foreach (var retry in found)
                    answers.Add(await AnswerAsync(retry, token));
                return new StagedRetryList(answers, found.Count == limit ? found[^1].Number : null);
            },
            time,
            cancellationToken);

    /// <summary>One of them; null where there is none of that number.</summary>
    public Task<StagedRetryAnswer?> FindAsync(long number, CancellationToken cancellationToken) =>
        LedgerQuestion.AskAsync(
            async token => await ledger.FindStagedRetryAsync(number, token) is { } found
                ? await AnswerAsync(found, token)
                : null,
            time,
            cancellationToken);

    /// <summary>Has one wait, go on or end.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="action">Which of them.</param>
    /// <param name="why">Why; a reason that <see cref="AuditLog.IsReason"/> takes.</param>
    /// <param name="user">Who wants it.</param>
    /// <param name="cancellationToken">Who asks has gone.</param>
    /// <returns>As it is now, null where there is none; and why nothing was done, in a sentence.</returns>
    public async Task<(StagedRetryAnswer? Retry, string? Refusal)> ChangeAsync(
        long number,
        StagedRetryAction action,
        string why,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        var note = AuditLog.Note(user, $"staged-retries.{action.ToString().ToLowerInvariant()}", $"{number}", why);
        var changed = await LedgerQuestion.AskAsync(
            token => retries.ChangeAsync(number, action, note, token), time, cancellationToken);
        if (changed is not null)
            audit.Write(note, 1);
        if (await FindAsync(number, cancellationToken) is not { } now)
            return (null, $"There is no staged retry {number}.");
        return (now, changed is null ? $"Nothing was done: staged retry {number} is {Name(now.Status)}." : null);
    }

    private async Task<StagedRetryAnswer> AnswerAsync(StagedRetry retry, CancellationToken cancellationToken) =>
        StagedRetryAnswer.From(
            retry,
            retry.Progress.UnderWay is { Count: > 0 } sent
                ? await ledger.ReadOutcomeAsync(sent, cancellationToken)
                : StageOutcome.None);

    private static RetryGroup Group(StagedRetryRequest request) =>
        new(request.Vendor!, request.Reason!, request.Code, request.Account);

    private static string Name(StagedRetryStatus status) => status.ToString().ToLowerInvariant();
}
