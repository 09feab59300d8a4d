using System.Runtime.InteropServices;

namespace Messaging.Fulfillment.Retries;

/// <summary>What follows from a call that failed as a whole: one row for each <see cref="CallFaultKind"/>.</summary>
/// <param name="RepeatNow">Whether the same call is worth sending again at once.</param>
/// <param name="Orders">What it means for the orders of the call.</param>
/// <param name="Account">What it means for the account's circuit breaker.</param>
/// <param name="IsOverload">Whether the vendor may be overloaded, so that fewer calls should be in flight.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FaultResponse(bool RepeatNow, OrderFate Orders, AccountFate Account, bool IsOverload)
{
    /// <summary>The row of a kind of fault.</summary>
    /// <param name="kind">The kind.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such kind.</exception>
    public static FaultResponse For(CallFaultKind kind) => kind switch
    {
        CallFaultKind.NotSent => new(RepeatNow: true, OrderFate.RetryLater, AccountFate.Failed, IsOverload: false),
        CallFaultKind.Unavailable => new(RepeatNow: true, OrderFate.RetryLater, AccountFate.Failed, IsOverload: true),
        CallFaultKind.RateLimited =>
            new(RepeatNow: true, OrderFate.RetryLater, AccountFate.Throttled, IsOverload: true),
        CallFaultKind.Account =>
            new(RepeatNow: false, OrderFate.RetryLater, AccountFate.NotAccepted, IsOverload: false),
        CallFaultKind.Refused => new(RepeatNow: false, OrderFate.Rejected, AccountFate.Works, IsOverload: false),
        CallFaultKind.Unknown => new(RepeatNow: true, OrderFate.InDoubt, AccountFate.Failed, IsOverload: true),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of fault."),
    };
}
