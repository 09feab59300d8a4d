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

/// <summary>What a failed call means for each of its orders, if nothing better is done about it.</summary>
public enum OrderFate
{
    /// <summary>It was not done; another call later may do it.</summary>
    RetryLater,

    /// <summary>A final no, once it is known which of the orders it is about.</summary>
    Rejected,

    /// <summary>It may have been done.</summary>
    InDoubt,
}

/// <summary>What a failed call means for the account's circuit breaker.</summary>
public enum AccountFate
{
    /// <summary>The call was read and judged: the vendor works for this account.</summary>
    Works,

    /// <summary>One failure; several in a row open the breaker.</summary>
    Failed,

    /// <summary>One failure; where the vendor names a time, the breaker is open until then.</summary>
    Throttled,

    /// <summary>The breaker opens at once, until settings or permissions are mended.</summary>
    NotAccepted,
}
