namespace Messaging.Fulfillment.Ledger;

/// <summary>A result event as the ledger stores it.</summary>
/// <param name="EventId">The order event that it answers.</param>
/// <param name="Vendor">The vendor's name.</param>
/// <param name="Succeeded">True: a <c>FulfillmentSucceeded</c>; false: a <c>FulfillmentFailed</c>.</param>
/// <param name="Json">The result event as JSON.</param>
/// <param name="TraceParent">W3C trace context of the order event's message.</param>
/// <param name="CorrelationId">Correlation id of the order event's message.</param>
public sealed record StoredResult(
    Guid EventId, string Vendor, bool Succeeded, string Json, string? TraceParent, Guid? CorrelationId);
