using System.Text.Json;
using Messaging.Contracts;
using Messaging.Fulfillment.Ledger;

namespace Messaging.Fulfillment.Results;

/// <summary>A result event and the form in which the ledger keeps it.</summary>
internal sealed record ResultEvent(IFulfillmentResult Message, StoredResult Stored)
{
    /// <summary>The event that a stored result stands for.</summary>
    public static ResultEvent Restore(StoredResult stored) => new(
        stored.Succeeded
            ? JsonSerializer.Deserialize(stored.Json, ResultJson.Default.FulfillmentSucceeded)!
            : JsonSerializer.Deserialize(stored.Json, ResultJson.Default.FulfillmentFailed)!,
        stored);
}
