using System.Text.Json;
using System.Text.Json.Serialization;

namespace Messaging.Fulfillment.Vendors.Polyv;

/// <summary>
/// Reads text as <see cref="WireText"/> does, but takes nothing else: where Polyv's lists hold something that is no
/// order number, none of them can be relied on.
/// </summary>
internal sealed class PolyvText : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String or JsonTokenType.Number
            ? WireText.Read(ref reader)
            : throw new JsonException($"Text was expected and {reader.TokenType} found.");

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);
}
