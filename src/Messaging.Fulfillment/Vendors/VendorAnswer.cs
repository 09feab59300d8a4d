namespace Messaging.Fulfillment.Vendors;

/// <summary>
/// What one vendor call brought: one outcome per order, and the fault where the call failed as a whole.
/// </summary>
public sealed record VendorAnswer
{
    private VendorAnswer(IReadOnlyList<OrderOutcome> outcomes, CallFault? fault, string? requestId)
    {
        Outcomes = outcomes;
        Fault = fault;
        RequestId = VendorText.GetPlainId(requestId);
    }

    /// <summary>One outcome for each order of the call, in its order.</summary>
    public IReadOnlyList<OrderOutcome> Outcomes { get; }

    /// <summary>Why the call failed as a whole; null when the vendor answered for each order.</summary>
    public CallFault? Fault { get; }

    /// <summary>
    /// The vendor's request or trace id, to quote to its support; null where it sent none that looks
    /// like one.
    /// </summary>
    public string? RequestId { get; }

    /// <summary>The vendor answered for each order.</summary>
    /// <param name="outcomes">One per order of the call, in its order.</param>
    /// <param name="requestId">The vendor's id of the call.</param>
    public static VendorAnswer PerOrder(IReadOnlyList<OrderOutcome> outcomes, string? requestId = null) =>
        new(outcomes, null, requestId);

    /// <summary>The call failed as a whole; every order shares what that means.</summary>
    /// <param name="fault">What happened.</param>
    /// <param name="orders">How many orders the call carried.</param>
    /// <param name="requestId">The vendor's id of the call.</param>
    public static VendorAnswer WholeCall(CallFault fault, int orders, string? requestId = null)
    {
        var outcome = fault.ToOutcome(orders);
        return new(Enumerable.Repeat(outcome, orders).ToArray(), fault, requestId);
    }
}
