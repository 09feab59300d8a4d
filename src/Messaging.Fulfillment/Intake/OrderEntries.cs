using System.Diagnostics;
using System.Text.Json;
using MassTransit;
using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch;
using Messaging.Fulfillment.Ledger;

namespace Messaging.Fulfillment.Intake;

/// <summary>Makes ledger entries from messages, and order events from ledger entries.</summary>
internal static class OrderEntries
{
    private const string TraceParentHeader = "traceparent";
    private const string MassTransitTraceHeader = "MT-Activity-Id";

    public static OrderEntry From<TEvent>(
        ConsumeContext<TEvent> message, string vendor, IReadOnlyCollection<string> accounts, DateTimeOffset now)
        where TEvent : class, IOrderEvent
    {
        var order = message.Message;
        return new()
        {
            EventId = order.EventId,
            EventType = typeof(TEvent).Name,
            Vendor = vendor,
            Account = Triage.AccountOf(order, accounts),
            OrderNo = order.OrderNo ?? "",
            OccurredAt = order.OccurredAt,
            ReceivedAt = now,
            Deadline = order.Deadline,
            Payload = JsonSerializer.Serialize(order, OrderEventJson<TEvent>.TypeInfo),
            TraceParent = TraceParentOf(message.Headers),
            CorrelationId = message.CorrelationId,
        };
    }

    /// <summary>The order event of an entry, or null when it cannot be read.</summary>
    public static TEvent? ReadEvent<TEvent>(OrderEntry entry)
        where TEvent : class, IOrderEvent
    {
        try
        {
            return JsonSerializer.Deserialize(entry.Payload, OrderEventJson<TEvent>.TypeInfo);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// The W3C trace context a message came with; other systems send the plain header, MassTransit its own. What is none is dropped: it could
    /// be text that a database does not take, and cost the whole batch.
    /// </summary>
    public static string? TraceParentOf(Headers headers)
    {
        var value = headers.Get<string>(TraceParentHeader) ?? headers.Get<string>(MassTransitTraceHeader);
        return ActivityContext.TryParse(value, null, out _) ? value : null;
    }
}
