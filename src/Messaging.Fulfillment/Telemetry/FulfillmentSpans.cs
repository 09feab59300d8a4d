using System.Diagnostics;

namespace Messaging.Fulfillment.Telemetry;

/// <summary>
/// The spans: <c>fulfillment.order</c> and <c>fulfillment.result</c> on the trace of their order event,
/// <c>fulfillment.call</c> linked to the orders it carries, and <c>{exchange} send</c> below a result that does not go
/// through the bus. Their names and tags are a contract; docs/traces.md lists them.
/// </summary>
internal static class FulfillmentSpans
{
    internal static readonly ActivitySource Source = new(FulfillmentMetrics.Name);

    /// <summary>What a valid one has at most; one that is not valid may be as long as a message.</summary>
    private const int MaxOrderNo = 64;

    /// <summary>
    /// The span of one order, on the trace of its own order event; null when nobody listens. It is there, and not
    /// recorded, where the publisher has said that the trace is not.
    /// </summary>
    public static Activity? StartOrder(string vendor, string orderNo, string eventType, string? traceParent)
    {
        if (!Source.HasListeners())
            return null;

        // The current activity belongs to the last message of the batch, not to this order.
        Activity.Current = null;
        var activity =
            Source.StartActivity(ActivityKind.Internal, TraceParent.Parse(traceParent), name: "fulfillment.order");
        activity?.SetTag("vendor", vendor)
            .SetTag("order.no", orderNo[..Math.Min(orderNo.Length, MaxOrderNo)])
            .SetTag("order.event", eventType);
        Activity.Current = null;
        return activity;
    }

    /// <summary>
    /// The span of a vendor call, which begins a trace of its own: its orders have one each. It is linked to those of
    /// them that are recorded, and they to it; null where none is.
    /// </summary>
    public static Activity? StartCall(string vendor, string account, IEnumerable<Activity?> orders, int count)
    {
        if (!Source.HasListeners())
            return null;

        var traced = orders.OfType<Activity>().ToList();
        var recorded = traced.FindAll(order => order.Recorded);
        // What was current where the account's worker was started has nothing to do with this call. Below an order that
        // is not recorded the HTTP client's span is not, either.
        Activity.Current = recorded.Count > 0 ? null : traced.FirstOrDefault();
        if (recorded.Count == 0)
            return null;

        var call = Source.StartActivity(
            ActivityKind.Client,
            parentContext: default,
            links: recorded.Select(order => new ActivityLink(order.Context)),
            name: "fulfillment.call");
        if (call is null)
            return null;

        foreach (var order in recorded)
            order.AddLink(new(call.Context));
        return call.SetTag("vendor", vendor).SetTag("account", account).SetTag("orders", count);
    }

    /// <summary>The span of publishing a result, on the trace of its order event; null when nobody listens.</summary>
    public static Activity? StartResult(ActivityContext trace)
    {
        // Not below what is running. And as if it came from elsewhere: else there would be none where the trace is not
        // recorded, and nothing to tell the subscriber so.
        Activity.Current = null;
        var parent = trace == default
            ? default
            : new ActivityContext(trace.TraceId, trace.SpanId, trace.TraceFlags, trace.TraceState, isRemote: true);
        return Source.StartActivity(ActivityKind.Internal, parent, name: "fulfillment.result");
    }

    /// <summary>
    /// The span of a result's way to the broker, below the current one, as MassTransit names and tags it.
    /// </summary>
    public static Activity? StartSend(string exchange, string address, Guid messageId, Guid correlationId) =>
        Source.StartActivity($"{exchange} send", ActivityKind.Producer)?
            .SetTag("messaging.operation", "send")
            .SetTag("messaging.system", "rabbitmq")
            .SetTag("messaging.destination.name", exchange)
            .SetTag("messaging.masstransit.destination_address", address)
            .SetTag("messaging.masstransit.message_id", messageId.ToString())
            .SetTag("messaging.masstransit.correlation_id", correlationId.ToString());
}
