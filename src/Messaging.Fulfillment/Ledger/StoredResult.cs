namespace Messaging.Fulfillment.Ledger;

/// <summary>A result event as the ledger stores it.</summary>
/// <param name="EventId">The order event that it answers.</param>
/// <param name="Vendor">The vendor's name.</param>
/// <param name="Succeeded">True: a <c>FulfillmentSucceeded</c>; false: a <c>FulfillmentFailed</c>.</param>
/// <param name="Json">The result event as JSON.</param>
/// <param name="TraceParent">W3C trace context of the order event's message.</param>
/// <param name="CorrelationId">Correlation id of the order event's message.</param>
public sealed record StoredResult(
    Guid EventId, string Vendor, bool Succeeded, string Json, string? TraceParent, Guid? CorrelationId)
{
    /// <summary>
    /// Whether the vendor has done it, or may have: what is older is then to be superseded. Default: whether it
    /// succeeded. Not read back.
    /// </summary>
    public bool MayBeApplied { get; init; } = Succeeded;

    /// <summary>
    /// Of a failure, why, as in the result's JSON (<c>rejectedByVendor</c>): what <see cref="IFailures"/> finds it by.
    /// Not read back: null of a result that was taken to be published.
    /// </summary>
    public string? Reason { get; init; }

    /// <summary>Of a failure, the vendor's code; null where there is none, or none that is fit to be shown.</summary>
    public string? Code { get; init; }
}
