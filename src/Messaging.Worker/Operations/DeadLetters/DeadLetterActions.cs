using System.Security.Claims;
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
        audit.Write(user, "dead-letters.read-body", $"{queue.Name} {found.Id}", 1, "asked for");
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
        var outcome = await act(queue, id => request.All || ids!.Contains(id), cancellationToken);
        audit.Write(user, action, queue.Name, outcome.Done, request.Why!);
        return outcome;
    }
}
