namespace Messaging.Fulfillment.Ledger;

/// <summary>An order event that can never be sent, with the result that says why.</summary>
/// <param name="Order">The event as received.</param>
/// <param name="Result">Its result, a failure.</param>
public sealed record Refusal(OrderEntry Order, StoredResult Result);
