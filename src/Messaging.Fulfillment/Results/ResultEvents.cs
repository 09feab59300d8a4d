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
            ? JsonSerializer.Deserialize(stored.Json, MessagingJson.Default.FulfillmentSucceeded)!
            : JsonSerializer.Deserialize(stored.Json, MessagingJson.Default.FulfillmentFailed)!,
        stored);
}

/// <summary>Why an order event failed, for the result.</summary>
internal sealed record Failure(FailureReason Reason, string Message, bool CanRetry, string? VendorCode = null, string? VendorMessage = null);

/// <summary>Makes result events from ledger entries.</summary>
internal static class ResultEvents
{
    public static ResultEvent Succeeded(OrderEntry entry, int attempts, string? requestId, DateTimeOffset now)
    {
        var message = new FulfillmentSucceeded
        {
            EventId = ResultId.Of(entry.EventId),
            OrderEventId = entry.EventId,
            OrderEventType = entry.EventType,
            OrderNo = entry.OrderNo,
            Vendor = entry.Vendor,
            Account = NullIfEmpty(entry.Account),
            Attempts = attempts,
            VendorRequestId = requestId,
            SettledAt = now,
        };
        return new(message, Store(entry, succeeded: true, JsonSerializer.Serialize(message, MessagingJson.Default.FulfillmentSucceeded)));
    }

    public static ResultEvent Failed(OrderEntry entry, Failure failure, int attempts, string? requestId, DateTimeOffset now)
    {
        var message = new FulfillmentFailed
        {
            EventId = ResultId.Of(entry.EventId),
            OrderEventId = entry.EventId,
            OrderEventType = entry.EventType,
            OrderNo = entry.OrderNo,
            Vendor = entry.Vendor,
            Account = NullIfEmpty(entry.Account),
            Attempts = attempts,
            VendorRequestId = requestId,
            SettledAt = now,
            Reason = failure.Reason,
            Message = failure.Message,
            VendorCode = failure.VendorCode,
            VendorMessage = failure.VendorMessage,
            CanRetry = failure.CanRetry,
        };
        return new(message, Store(entry, succeeded: false, JsonSerializer.Serialize(message, MessagingJson.Default.FulfillmentFailed)));
    }

    private static StoredResult Store(OrderEntry entry, bool succeeded, string json) =>
        new(entry.EventId, entry.Vendor, succeeded, json, entry.TraceParent, entry.CorrelationId);

    private static string? NullIfEmpty(string account) => account.Length == 0 ? null : account;
}
