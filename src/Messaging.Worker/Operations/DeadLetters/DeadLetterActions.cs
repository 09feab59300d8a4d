using System.Security.Claims;
using Messaging.Fulfillment.Ledger;
using Messaging.Worker.Management;

namespace Messaging.Worker.Operations.DeadLetters;

/// <summary>What operators do with dead letters, on record.</summary>
internal sealed class DeadLetterActions(DeadLetterDesk desk, AuditLog audit)
{
    /// <summary>A message with its body, where somebody may see that; null where there is none of this id.</summary>
    public async Task<DeadLetter?> ReadAsync(
        DeadLetterQueue queue, string id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(queue, id, cancellationToken) is not { } found)
            return null;
        if (!user.IsInRole(nameof(ManagementRole.PersonalData)))
            return found with { Body = null };
        var note = AuditLog.Note(user, "dead-letters.read-body", $"{queue.Name} {found.Id}", "asked for");
        await RecordAsync(note, 1, cancellationToken);
        audit.Write(note, 1);
        return found;
    }

    /// <summary>Sends messages again to the queue that they came from.</summary>
    /// <param name="queue">Where they are.</param>
    /// <param name="request">Which, and why; one in which <see cref="DeadLetterRule"/> found no error.</param>
    /// <param name="user">Who wants it.</param>
    /// <param name="cancellationToken">Who asks has gone.</param>
    public Task<DeadLetterOutcome> SendAgainAsync(
        DeadLetterQueue queue, DeadLetterRequest request, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        ActAsync(desk.SendAgainAsync, "dead-letters.send-again", queue, request, user, cancellationToken);

    /// <summary>Drops messages for good.</summary>
    /// <inheritdoc cref="SendAgainAsync"/>
    public Task<DeadLetterOutcome> DropAsync(
        DeadLetterQueue queue, DeadLetterRequest request, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        ActAsync(desk.DropAsync, "dead-letters.drop", queue, request, user, cancellationToken);

    private async Task<DeadLetterOutcome> ActAsync(
        Func<DeadLetterQueue, Predicate<string>, CancellationToken, Task<DeadLetterOutcome>> act,
        string action,
        DeadLetterQueue queue,
        DeadLetterRequest request,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        var ids = request.Ids?.ToHashSet(StringComparer.Ordinal);
        var note = AuditLog.Note(user, action, queue.Name, request.Why!);
        await RecordAsync(note, request.All ? null : ids!.Count, cancellationToken);
        var outcome = await act(queue, id => request.All || ids!.Contains(id), cancellationToken);
        audit.Write(note, outcome.Done);
        // What came of it; where the ledger is away by now, the line in the log says it alone.
        await audit.TryRecordAsync(note with { Action = $"{action}.done" }, outcome.Done, CancellationToken.None);
        return outcome;
    }

    private async Task RecordAsync(AuditNote note, int? count, CancellationToken cancellationToken)
    {
        if (!await audit.TryRecordAsync(note, count, cancellationToken))
        {
            throw new UnavailableException(
                "The ledger's database cannot be reached now, where it is recorded who does what; nothing was done. "
                    + "See /health/ready.");
        }
    }
}
