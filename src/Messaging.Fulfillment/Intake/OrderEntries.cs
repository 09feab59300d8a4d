using System.Diagnostics;
using System.Text;
using System.Text.Json;
using MassTransit;
using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Telemetry;

namespace Messaging.Fulfillment.Intake;

/// <summary>Makes ledger entries from messages.</summary>
internal static class OrderEntries
{
    private const string TraceParentHeader = "traceparent";

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
    /// Anything else is dropped: a header may have any AMQP type, or be text that the database refuses.
    /// </summary>
    public static string? GetTraceParent(Headers headers) =>
        GetTraceParent(headers, TraceParentHeader) ?? GetTraceParent(headers, TraceParent.BusHeader);

    private static string? GetTraceParent(Headers headers, string name)
    {
        // Not Get<string>, which throws for a value that is no text.
        var text = headers.TryGetHeader(name, out var value)
            ? value switch
            {
                string plain => plain,
                byte[] bytes => Encoding.UTF8.GetString(bytes),
                JsonElement { ValueKind: JsonValueKind.String } json => json.GetString(),
                _ => null,
            }
            : null;
        return ActivityContext.TryParse(text, null, out _) ? text : null;
    }
}
