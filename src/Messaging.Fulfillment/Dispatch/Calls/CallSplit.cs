using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Dispatch.Calls;

/// <summary>
/// Decides what becomes of a call that the vendor refused whole, perhaps because of one order: it is halved, and the
/// halves again, until the bad orders stand alone. Pure.
/// </summary>
internal static class CallSplit
{
    /// <summary>
    /// Calls that may be spent on one call's bad orders; what is not found by then is tried again later.
    /// </summary>
    public const int Budget = 200;

    /// <param name="fault">Why the call failed as a whole; null when it was answered for each order.</param>
    /// <param name="orders">How many orders it carried.</param>
    /// <param name="callsMade">Calls made for these orders so far, this one included.</param>
    /// <param name="partsWaiting">Parts of the first call that are still to be sent.</param>
    public static CallSplitDecision Decide(CallFault? fault, int orders, int callsMade, int partsWaiting)
    {
        if (fault is null || orders < 2 || FaultResponse.For(fault.Kind).Orders is not OrderFate.Rejected)
            return CallSplitDecision.Keep;
        return callsMade + partsWaiting + 2 <= Budget ? CallSplitDecision.Halve : CallSplitDecision.Defer;
    }

    /// <summary>
    /// The answer that stands for a refused call which is not split: each order is tried again later.
    /// </summary>
    public static VendorAnswer DeferAll(VendorAnswer refused, int orders)
    {
        var later =
            new OrderOutcome.RetryLater(refused.Fault?.Code, $"Refused together with others: {refused.Fault?.Message}");
        return VendorAnswer.PerOrder(Enumerable.Repeat<OrderOutcome>(later, orders).ToList(), refused.RequestId);
    }
}
