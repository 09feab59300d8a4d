using Messaging.Worker.Management;

namespace Messaging.Worker.Operations.Failures;

/// <summary>What a request to try again has to say. Pure.</summary>
internal static class RetryRule
{
    /// <summary>
    /// So few that what they bring is seen before the next: a vendor that refuses two thousand refuses them again.
    /// </summary>
    public const int MostAtOnce = 100;

    /// <summary>What is wrong where <see cref="HasNull"/> says so.</summary>
    public const string NullInName = "The character U+0000, which no text here has, is in a name of the group.";

    /// <summary>Whether a name has the one character that PostgreSQL takes in no text to compare with.</summary>
    public static bool HasNull(params IEnumerable<string?> names) =>
        names.Any(name => name?.Contains('\0', StringComparison.Ordinal) == true);

    /// <summary>The problems, by the request's fields.</summary>
    public static Dictionary<string, string[]> FindErrors(RetryRequest request)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var isGroup = request.Vendor is not null || request.Reason is not null;
        if (isGroup == request.EventIds is { Count: > 0 })
            Add("eventIds", "Name the failed order events, or a group by vendor and reason: one of the two.");
        else if (request.EventIds?.Count > MostAtOnce)
            Add("eventIds", $"At most {MostAtOnce} at a time: look what became of them before the next.");
        if (isGroup && (string.IsNullOrEmpty(request.Vendor) || string.IsNullOrEmpty(request.Reason)))
            Add("vendor", "A group is named by vendor and reason, both.");
        if (HasNull(request.Vendor, request.Reason, request.Code, request.Account))
            Add("vendor", NullInName);
        if (request.Limit is < 1 or > MostAtOnce)
            Add("limit", $"From 1 to {MostAtOnce}.");
        if (!request.DryRun && !AuditLog.IsReason(request.Why))
            Add("why", AuditLog.ReasonRule);
        return errors;

        void Add(string field, string problem) => errors[field] = [problem];
    }
}
