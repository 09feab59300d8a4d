using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Dispatch.Calls;

/// <summary>
/// Decides what becomes of a call that failed whole, perhaps because of one order: it is halved, and the halves again,
/// until the bad orders stand alone. Pure.
/// </summary>
internal static class CallSplit
{
    /// <summary>
    /// Calls that may be spent on one call's bad orders; what is not found by then is tried again later.
    /// </summary>
    public const int Budget = 200;

    /// <summary>
    /// An order that was in so many calls of which nothing came is sent alone, so that halving that comes to nothing
    /// does not begin anew for ever.
    /// </summary>
    public const int AttemptsTogether = 6;

    /// <param name="fault">Why the call failed as a whole; null when it was answered for each order.</param>
    /// <param name="orders">How many orders it carried.</param>
    /// <param name="callsMade">Calls made for these orders so far, this one included.</param>
    /// <param name="partsWaiting">Parts of the first call that are still to be sent.</param>
    /// <param name="isRepeated">Whether an order of it was sent before, in a call of which nothing came.</param>
    public static CallSplitDecision Decide(
        CallFault? fault, int orders, int callsMade, int partsWaiting, bool isRepeated)
    {
        if (fault is null || orders < 2 || !FaultResponse.For(fault.Kind).MayBeOneOrder)
            return CallSplitDecision.Keep;
        // What the vendor refused for its content stays refused; the other trouble may pass by itself.
        var isRefused = fault.Kind is CallFaultKind.Refused;
        if (!isRefused && !isRepeated)
            return CallSplitDecision.Keep;
        return callsMade + partsWaiting + 2 <= Budget ? CallSplitDecision.Halve
            : isRefused ? CallSplitDecision.Defer
            : CallSplitDecision.Keep;
    }

    /// <summary>Whether an order that is tried again has to be alone in its next call.</summary>
    /// <param name="fault">Why its call failed as a whole; null when it was answered for each order.</param>
    /// <param name="orders">How many orders the call carried.</param>
    /// <param name="attempts">In how many calls the order was sent.</param>
    public static bool IsolatesNext(CallFault? fault, int orders, int attempts) =>
        fault is not null
        && FaultResponse.For(fault.Kind).MayBeOneOrder
        && (orders == 1 || attempts >= AttemptsTogether);

    /// <summary>
    /// The answer that stands for a refused call which is not split: each order is tried again later.
    /// </summary>
    public static VendorAnswer DeferAll(VendorAnswer refused, int orders)
    {
        // The vendor's text is about one of them, nobody knows which.
        var later = new OrderOutcome.RetryLater(
            refused.Fault?.Code, $"Refused together with others: {refused.Fault?.Summary}")
        {
            IsVendorText = false,
        };
        return VendorAnswer.PerOrder(Enumerable.Repeat<OrderOutcome>(later, orders).ToList(), refused.RequestId);
    }
}
