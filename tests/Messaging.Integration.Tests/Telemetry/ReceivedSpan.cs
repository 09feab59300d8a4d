using Google.Protobuf;
using Messaging.Integration.Tests.Telemetry.Otlp;

namespace Messaging.Integration.Tests.Telemetry;

/// <summary>A span as it came to the collector.</summary>
/// <param name="Instance">Which process it is from.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Trace">The trace that it is on.</param>
/// <param name="Id">Its own id.</param>
/// <param name="Parent">Its parent's id; empty where the trace begins with it.</param>
/// <param name="Links">The spans that it names, by their ids.</param>
/// <param name="LostLinks">How many more there were.</param>
/// <param name="Tags">Its attributes that are text.</param>
internal sealed record ReceivedSpan(
    string Instance,
    string Name,
    SpanKind Kind,
    string Trace,
    string Id,
    string Parent,
    IReadOnlySet<string> Links,
    uint LostLinks,
    IReadOnlyDictionary<string, string> Tags)
{
    public static ReceivedSpan From(string instance, Span span) => new(
        instance,
        span.Name,
        span.Kind,
        Hex(span.TraceId),
        Hex(span.SpanId),
        Hex(span.ParentSpanId),
        span.Links.Select(link => Hex(link.SpanId)).ToHashSet(StringComparer.Ordinal),
        span.DroppedLinksCount,
        span.Attributes.ToDictionary(tag => tag.Key, tag => tag.Value.Text, StringComparer.Ordinal));

    private static string Hex(ByteString id) => Convert.ToHexStringLower(id.Span);
}
