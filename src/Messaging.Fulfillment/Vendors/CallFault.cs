using Messaging.Fulfillment.Retries;

namespace Messaging.Fulfillment.Vendors;

/// <summary>Why a call failed as a whole.</summary>
/// <param name="Kind">What can be done about it.</param>
/// <param name="Code">The vendor's code or the HTTP status; null where there was none.</param>
/// <param name="Message">The vendor's message, or what went wrong before it answered.</param>
/// <param name="RetryAfter">How long the vendor asks to be left alone; null where it did not say.</param>
public sealed record CallFault(CallFaultKind Kind, string? Code, string Message, TimeSpan? RetryAfter = null)
{
    /// <summary>What the fault means for each order of the call, if nothing better is done about it.</summary>
    public OrderOutcome ToOutcome() => FaultResponse.For(Kind).Orders switch
    {
        OrderFate.RetryLater => new OrderOutcome.RetryLater(Code, Message, RetryAfter),
        OrderFate.Rejected => new OrderOutcome.Rejected(Code, Message),
        _ => new OrderOutcome.Unknown(Code, Message),
    };
}
