using Messaging.Worker.Management;

namespace Messaging.Worker.Operations.Failures;

/// <summary>What a request to try again in stages has to say. Pure.</summary>
internal static class StagedRetryRule
{
    /// <summary>The problems, by the request's fields.</summary>
    public static Dictionary<string, string[]> FindErrors(StagedRetryRequest request)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (string.IsNullOrEmpty(request.Vendor) || string.IsNullOrEmpty(request.Reason))
            errors["vendor"] = ["A group is named by vendor and reason, both."];
        if (RetryRule.HasNull(request.Vendor, request.Reason, request.Code, request.Account))
            errors["vendor"] = [RetryRule.NullInName];
        if (!request.DryRun && !AuditLog.IsReason(request.Why))
            errors["why"] = [AuditLog.ReasonRule];
        return errors;
    }
}
