using System.Diagnostics;

namespace Messaging.Fulfillment.Telemetry;

internal static class TraceParent
{
    /// <summary>
    /// The context that a W3C <c>traceparent</c> stands for; the empty context when there is none or it is malformed.
    /// </summary>
    public static ActivityContext Parse(string? traceParent) =>
        ActivityContext.TryParse(traceParent, null, isRemote: true, out var context) ? context : default;
}
