using Messaging.Fulfillment.Retries;

namespace Messaging.Fulfillment.Vendors;

/// <summary>Kinds of faults in this service's own words.</summary>
internal static class FaultSummary
{
    public static string For(CallFaultKind kind) => kind switch
    {
        CallFaultKind.NotSent => "The vendor cannot be reached",
        CallFaultKind.Unavailable => "The vendor cannot work now",
        CallFaultKind.RateLimited => "The vendor gets too many calls",
        CallFaultKind.Account => "The vendor does not accept the account",
        CallFaultKind.AccountSuspected => "The vendor seems not to accept the account",
        CallFaultKind.Refused => "The vendor refused the call",
        CallFaultKind.Unexplained => "The vendor refused the call for a reason that no classification rule knows",
        CallFaultKind.Unknown => "The vendor's answer leaves open what was done",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of fault."),
    };
}
