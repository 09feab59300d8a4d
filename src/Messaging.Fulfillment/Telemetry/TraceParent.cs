using System.Diagnostics;
using System.Globalization;

namespace Messaging.Fulfillment.Telemetry;

/// <summary>W3C trace contexts as messages carry them.</summary>
internal static class TraceParent
{
    /// <summary>The header that carries the span under which a message was sent; MassTransit's own.</summary>
    public const string BusHeader = "MT-Activity-Id";

    /// <summary>
    /// The context that a W3C <c>traceparent</c> stands for; the empty context when there is none or it is malformed.
    /// </summary>
    public static ActivityContext Parse(string? traceParent) =>
        ActivityContext.TryParse(traceParent, null, isRemote: true, out var context) ? context : default;

    /// <summary>The <c>traceparent</c> of a context; null of the empty one.</summary>
    public static string? Format(ActivityContext context) => context == default
        ? null
        : string.Create(
            CultureInfo.InvariantCulture, $"00-{context.TraceId}-{context.SpanId}-{(byte)context.TraceFlags:x2}");
}
