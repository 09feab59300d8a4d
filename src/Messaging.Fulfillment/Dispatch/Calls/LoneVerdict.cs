using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Dispatch.Calls;

/// <summary>
/// Decides when an order that fails in a call of its own, again and again, is answered instead of tried again. Pure.
/// </summary>
internal static class LoneVerdict
{
    /// <summary>
    /// A refusal that no rule knows is believed after so many more, others having passed between them.
    /// </summary>
    public const int RefusalsWhileOthersPass = 2;

    /// <summary>Or after so many in all where the vendor's text names the order.</summary>
    public const int RefusalsByName = 3;

    /// <summary>Or else after so many in all.</summary>
    public const int Refusals = 5;

    /// <summary>
    /// An order that seems to close its account breaks its call by itself when it did so this often again after others
    /// had passed. Each time costs the others a pause.
    /// </summary>
    public const int SuspicionsWhileOthersPass = 4;

    /// <summary>
    /// An order whose call comes to nothing. At a vendor that breaks every fifth call of anybody, few of a million meet
    /// that so often in a row.
    /// </summary>
    public const int BreaksWhileOthersPass = 8;

    /// <param name="fault">Why the order's call failed as a whole.</param>
    /// <param name="failures">How often it did.</param>
    /// <param name="attempts">In how many calls it was sent in all.</param>
    /// <returns>The outcome that ends it; null when it is tried again.</returns>
    public static OrderOutcome? Find(CallFault fault, LoneFailures.Count failures, int attempts) => fault.Kind switch
    {
        CallFaultKind.Unexplained
            when failures.WhileOthersPassed >= RefusalsWhileOthersPass
                || failures.Total >= (fault.NamesOrder ? RefusalsByName : Refusals) =>
            new OrderOutcome.Rejected(fault.Code, fault.Words, CanRetry: true) { IsVendorText = fault.IsVendorText },
        CallFaultKind.AccountSuspected when failures.WhileOthersPassed >= SuspicionsWhileOthersPass =>
            Break(fault, attempts),
        CallFaultKind.Unknown when failures.WhileOthersPassed >= BreaksWhileOthersPass => Break(fault, attempts),
        _ => null,
    };

    private static OrderOutcome.RetryLater Break(CallFault fault, int attempts) =>
        new(fault.Code, fault.Words, MaxAttempts: attempts)
        {
            IsVendorText = fault.IsVendorText,
            Note = "It breaks its call by itself, while others pass",
        };
}
