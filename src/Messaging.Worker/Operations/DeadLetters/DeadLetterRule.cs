using Messaging.Worker.Management;

namespace Messaging.Worker.Operations.DeadLetters;

/// <summary>What a request to act on dead letters has to say. Pure.</summary>
internal static class DeadLetterRule
{
    /// <summary>The most messages that are listed, or named in a request.</summary>
    public const int MostIds = 1000;

    /// <summary>The problems, by the request's fields.</summary>
    public static Dictionary<string, string[]> FindErrors(DeadLetterRequest request)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (request.All == request.Ids is { Count: > 0 })
            errors["ids"] = ["Name the messages' ids, or say all: one of the two."];
        else if (request.Ids?.Count > MostIds)
            errors["ids"] = [$"At most {MostIds:N0} at a time."];
        if (!AuditLog.IsReason(request.Why))
            errors["why"] = [AuditLog.ReasonRule];
        return errors;
    }
}
