using System.Text.Json;
using System.Text.Json.Serialization;

namespace Messaging.Contracts;

/// <summary>
/// Reads a time with its offset, as in <c>2026-11-11T00:00:03+08:00</c> or <c>2026-11-10T16:00:03Z</c>. One without is
/// refused: the offset of the machine that happens to read it would be a guess.
/// </summary>
public sealed class OffsetTimeJsonConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String || !reader.TryGetDateTimeOffset(out var time))
            throw new JsonException("is no time; write one as in 2026-11-11T00:00:03+08:00.");
        return HasOffset(reader.GetString()!)
            ? time
            : throw new JsonException("is a time without offset; write one as in 2026-11-11T00:00:03+08:00.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value);
    }

    /// <summary>The serializer takes ISO 8601 only: behind the T stand the time of day and its offset.</summary>
    private static bool HasOffset(string time) => time.IndexOf('T', StringComparison.Ordinal) is >= 0 and var t
        && time.AsSpan(t).IndexOfAny('Z', '+', '-') >= 0;
}
