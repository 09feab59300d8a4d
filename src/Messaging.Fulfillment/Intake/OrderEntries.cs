using System.Diagnostics;
using MassTransit;
using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch;
using Messaging.Fulfillment.Ledger;

namespace Messaging.Fulfillment.Intake;

/// <summary>Makes ledger entries from messages.</summary>
internal static class OrderEntries
{
    private const string TraceParentHeader = "traceparent";
    private const string MassTransitTraceHeader = "MT-Activity-Id";

    public static OrderEntry Create<TEvent>(
        ConsumeContext<TEvent> message, string vendor, IReadOnlyCollection<string> accounts, DateTimeOffset now)
        where TEvent : class, IOrderEvent
    {
        var order = message.Message;
        return new()
        {
            EventId = order.EventId,
            EventType = typeof(TEvent).Name,
            Vendor = vendor,
            Account = Triage.GetAccount(order, accounts),
            OrderNo = order.OrderNo ?? "",
            OccurredAt = order.OccurredAt,
            ReceivedAt = now,
            Deadline = order.Deadline,
            Payload = OrderEventJson<TEvent>.Write(order),
            TraceParent = GetTraceParent(message.Headers),
            CorrelationId = message.CorrelationId,
        };
    }

    /// <summary>
    /// The W3C trace context that a message came with; other systems send the plain header, MassTransit its own.
    /// Anything else is dropped: it could be text that the database refuses, and fail the whole batch.
    /// </summary>
    public static string? GetTraceParent(Headers headers)
    {
        var value = headers.Get<string>(TraceParentHeader) ?? headers.Get<string>(MassTransitTraceHeader);
        return ActivityContext.TryParse(value, null, out _) ? value : null;
    }
}
