using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Messaging.Fulfillment.Vendors.Polyv;

/// <summary>
/// Reads text and numbers alike as text, since codes come as both. What is read ends up in results and in the ledger: it is cut to
/// a bounded length, and control characters are replaced.
/// </summary>
internal sealed class PolyvTextConverter : JsonConverter<string>
{
    internal const int MaxLength = 1000;

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => Clean(reader.GetString()!),
        JsonTokenType.Number => Clean(Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan)),
        var other => throw new JsonException($"Text was expected and {other} found."),
    };

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    private static string Clean(string text)
    {
        if (text.Length > MaxLength)
            text = text[..(char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
        return text.Any(char.IsControl)
            ? string.Create(text.Length, text, (target, source) =>
            {
                for (var i = 0; i < target.Length; i++)
                    target[i] = char.IsControl(source[i]) ? '\uFFFD' : source[i];
            })
            : text;
    }
}
