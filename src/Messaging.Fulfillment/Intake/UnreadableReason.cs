using System.Text.Json;
using System.Text.RegularExpressions;

namespace Messaging.Fulfillment.Intake;

/// <summary>
/// Says in a sentence why a message cannot be read. Never quotes it: what cannot be read may be somebody's name. Pure.
/// </summary>
internal static partial class UnreadableReason
{
    private const string Envelope = "application/vnd.masstransit+json";
    private const int LongestText = 500;

    /// <summary>The reason.</summary>
    /// <param name="failure">What reading it threw.</param>
    /// <param name="body">The message's body.</param>
    /// <param name="contentType">Its content type; null: it has none.</param>
    public static string Describe(Exception failure, ReadOnlySpan<byte> body, string? contentType)
    {
        var reason = FindEncoding(body)
            ?? FindContradiction(body, contentType)
            ?? (FindJsonFault(failure) is { } json
                ? DescribeJson(json)
                : $"reading it failed ({failure.GetBaseException().GetType().Name})");
        return reason.Length <= LongestText ? reason : reason[..LongestText];
    }

    private static string? FindEncoding(ReadOnlySpan<byte> body) => body switch
    {
        [] => "it is empty",
        [0x1F, 0x8B, ..] => "its body is compressed (gzip); only plain JSON is read",
        [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..] or [0, not 0, ..] or [not 0, 0, ..] => "its body is not UTF-8",
        _ => null,
    };

    private static string? FindContradiction(ReadOnlySpan<byte> body, string? contentType)
    {
        var says = string.Equals(contentType, Envelope, StringComparison.OrdinalIgnoreCase);
        return (says, UnreadableMessage.LooksLikeEnvelope(body)) switch
        {
            (true, false) =>
                $"its content type is {Envelope}, but its body is not an envelope with a 'message'; plain JSON has the "
                    + "content type application/json",
            (false, true) =>
                $"its body is an envelope with a 'message', but its content type is not {Envelope}",
            _ => null,
        };
    }

    private static JsonException? FindJsonFault(Exception failure)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            if (e is JsonException json)
                return json;
        }

        return null;
    }

    private static string DescribeJson(JsonException fault)
    {
        var missing = Missing().Match(fault.Message);
        if (missing.Success)
            return $"it lacks {missing.Groups["fields"].Value}";

        // A path is built of the message's own names; only what may be names of ours is repeated.
        var where = fault.Path is { Length: > 2 } path && OurPath().IsMatch(path) ? $" at {path}" : "";
        // Texts of the serializer end with the place, and may quote; those of the contracts' own converters do neither.
        return fault.Message.Contains("LineNumber", StringComparison.Ordinal)
            ? $"it is not the JSON of an order event{where} (line {fault.LineNumber + 1}, byte "
                + $"{fault.BytePositionInLine})"
            : $"its value{where} {fault.Message}";
    }

    [GeneratedRegex(
        "missing required properties including: (?<fields>[^.;]{1,200})",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Missing();

    [GeneratedRegex(
        @"^\$(\.[A-Za-z]{1,40}|\[\d{1,9}\]){1,8}$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex OurPath();
}
