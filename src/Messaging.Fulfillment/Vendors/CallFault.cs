using Messaging.Fulfillment.Retries;

namespace Messaging.Fulfillment.Vendors;

/// <summary>Why a call failed as a whole.</summary>
/// <param name="Kind">What can be done about it.</param>
/// <param name="Code">The vendor's code or the HTTP status; null where there was none.</param>
/// <param name="Message">
/// The vendor's own text where <see cref="IsVendorText"/>, else a sentence of this service on what went wrong.
/// </param>
/// <param name="RetryAfter">How long the vendor asks to be left alone; null where it did not say.</param>
public sealed record CallFault(CallFaultKind Kind, string? Code, string Message, TimeSpan? RetryAfter = null)
{
    /// <summary>
    /// Whether <see cref="Message"/> is the vendor's own text, which may quote an order. Default: false.
    /// </summary>
    public bool IsVendorText { get; init; }

    /// <summary>
    /// Whether the vendor's text names the one order that the call carried: then it speaks of the order, and the
    /// account works. Default: false.
    /// </summary>
    public bool NamesOrder { get; init; }

    /// <summary>
    /// The fault in words that quote nothing: for whatever concerns more than the order that the vendor speaks of.
    /// </summary>
    public string Summary
    {
        get
        {
            var what = IsVendorText || Message.Length == 0
                ? FaultSummary.For(Kind)
                : VendorText.Clean(Message)!.TrimEnd('.');
            return VendorText.GetPlainCode(Code) is { } code ? $"{what} (code {code})" : what;
        }
    }

    /// <summary>The message, or the summary where there is none: for the one order that it is about.</summary>
    internal string Words => Message.Length == 0 ? Summary : Message;

    /// <summary>What the fault means for each order of the call, if nothing better is done about it.</summary>
    /// <param name="orders">
    /// How many orders the call carried. Of several each gets the summary only: the vendor's text may quote another.
    /// </param>
    public OrderOutcome ToOutcome(int orders)
    {
        var isVendorText = IsVendorText && orders == 1;
        var message = IsVendorText && orders > 1 ? Summary : Words;
        var code = orders == 1 ? Code : VendorText.GetPlainCode(Code);
        OrderOutcome outcome = FaultResponse.For(Kind).Orders switch
        {
            OrderFate.RetryLater => new OrderOutcome.RetryLater(code, message, RetryAfter),
            OrderFate.Rejected => new OrderOutcome.Rejected(code, message),
            _ => new OrderOutcome.Unknown(code, message),
        };
        return outcome with { IsVendorText = isVendorText };
    }
}
