using System.Runtime.InteropServices;

namespace Messaging.Fulfillment.Retries;

/// <summary>What follows from a call that failed as a whole: one row for each <see cref="CallFaultKind"/>.</summary>
/// <param name="RepeatNow">Whether the same call is worth sending again at once.</param>
/// <param name="Orders">What it means for the orders of the call.</param>
/// <param name="Account">What it means for the account's circuit breaker.</param>
/// <param name="IsOverload">Whether the vendor may be overloaded, so that fewer calls should be in flight.</param>
/// <param name="MayBeOneOrder">
/// Whether one order of the call may have brought it about: it is looked for, and the account is not judged by it
/// alone.
/// </param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FaultResponse(
    bool RepeatNow, OrderFate Orders, AccountFate Account, bool IsOverload, bool MayBeOneOrder)
{
    /// <summary>The row of a kind of fault.</summary>
    /// <param name="kind">The kind.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such kind.</exception>
    public static FaultResponse For(CallFaultKind kind) => kind switch
    {
        CallFaultKind.NotSent => new(true, OrderFate.RetryLater, AccountFate.Failed, false, MayBeOneOrder: false),
        CallFaultKind.Unavailable => new(true, OrderFate.RetryLater, AccountFate.Failed, true, MayBeOneOrder: false),
        CallFaultKind.RateLimited => new(true, OrderFate.RetryLater, AccountFate.Throttled, true, MayBeOneOrder: false),
        CallFaultKind.Account =>
            new(false, OrderFate.RetryLater, AccountFate.NotAccepted, false, MayBeOneOrder: false),
        CallFaultKind.AccountSuspected =>
            new(false, OrderFate.RetryLater, AccountFate.Suspected, false, MayBeOneOrder: true),
        CallFaultKind.Refused => new(false, OrderFate.Rejected, AccountFate.Works, false, MayBeOneOrder: true),
        CallFaultKind.Unexplained => new(false, OrderFate.RetryLater, AccountFate.Failed, false, MayBeOneOrder: true),
        CallFaultKind.Unknown => new(true, OrderFate.InDoubt, AccountFate.Failed, true, MayBeOneOrder: true),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of fault."),
    };
}
