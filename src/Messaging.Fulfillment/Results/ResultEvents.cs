using System.Text.Json;
using Messaging.Contracts;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Results;

/// <summary>Makes result events from ledger entries.</summary>
internal static class ResultEvents
{
    public static ResultEvent CreateSucceeded(OrderEntry entry, int attempts, string? requestId, DateTimeOffset now)
    {
        var message = new FulfillmentSucceeded
        {
            EventId = ResultId.FromOrderEvent(entry.EventId),
            OrderEventId = entry.EventId,
            OrderEventType = entry.EventType,
            OrderNo = entry.OrderNo,
            Vendor = entry.Vendor,
            Account = NullIfEmpty(entry.Account),
            Attempts = attempts,
            VendorRequestId = requestId,
            SettledAt = now,
            RetryOf = entry.RetryOf,
        };
        return new(
            message,
            Store(entry, succeeded: true, JsonSerializer.Serialize(message, ResultJson.Default.FulfillmentSucceeded)));
    }

    public static ResultEvent CreateFailed(
        OrderEntry entry, Failure failure, int attempts, string? requestId, DateTimeOffset now)
    {
        var message = new FulfillmentFailed
        {
            EventId = ResultId.FromOrderEvent(entry.EventId),
            OrderEventId = entry.EventId,
            OrderEventType = entry.EventType,
            OrderNo = entry.OrderNo,
            Vendor = entry.Vendor,
            Account = NullIfEmpty(entry.Account),
            Attempts = attempts,
            VendorRequestId = requestId,
            SettledAt = now,
            RetryOf = entry.RetryOf,
            Reason = failure.Reason,
            Message = failure.Message,
            VendorCode = failure.VendorCode,
            VendorMessage = failure.VendorMessage,
            CanRetry = failure.CanRetry,
        };
        return new(
            message,
            Store(entry, succeeded: false, JsonSerializer.Serialize(message, ResultJson.Default.FulfillmentFailed)) with
            {
                MayBeApplied = failure.MayBeApplied,
                Reason = JsonNamingPolicy.CamelCase.ConvertName(failure.Reason.ToString()),
                Code = failure.VendorCode is { } code ? VendorText.GetPlainCode(code) : null,
            });
    }

    private static StoredResult Store(OrderEntry entry, bool succeeded, string json) =>
        new(entry.EventId, entry.Vendor, succeeded, json, entry.TraceParent, entry.CorrelationId);

    private static string? NullIfEmpty(string account) => account.Length == 0 ? null : account;
}
