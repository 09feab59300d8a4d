using System.Text.Json;
using Messaging.Contracts;
using Messaging.Fulfillment.Ledger;

namespace Messaging.Fulfillment.Results;

/// <summary>A result event and the form in which the ledger keeps it.</summary>
internal sealed record ResultEvent(IFulfillmentResult Message, StoredResult Stored)
{
    /// <summary>What joins the result's message to its order event's: that one's own, or the event's id.</summary>
    public Guid CorrelationId => Stored.CorrelationId ?? Message.OrderEventId;

    /// <summary>The event that a stored result stands for.</summary>
    public static ResultEvent Restore(StoredResult stored) => new(
        stored.Succeeded
            ? JsonSerializer.Deserialize(stored.Json, ResultJson.Default.FulfillmentSucceeded)!
            : JsonSerializer.Deserialize(stored.Json, ResultJson.Default.FulfillmentFailed)!,
        stored);
}
