using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Messaging.Fulfillment.Vendors;

/// <summary>
/// Reads a field as the text that the vendor wrote, whether as a string or as a number: order numbers have 19 digits,
/// which no floating point keeps, and codes come either way. A field that is neither reads as missing.
/// </summary>
internal sealed class WireText : JsonConverter<string>
{
    /// <summary>What is read ends up in results and in the ledger, and is cut to this length.</summary>
    private const int MaxLength = 1000;

    /// <summary>More than any code or order number has; a number that is longer says nothing.</summary>
    private const int MaxDigits = 64;

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Read(ref reader);

    /// <summary>
    /// The text of the value that <paramref name="reader"/> is at, or null where it is neither text nor number.
    /// </summary>
    public static string? Read(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return Clean(Text(ref reader));
            case JsonTokenType.Number when reader.ValueSpan.Length <= MaxDigits:
                return Encoding.UTF8.GetString(reader.ValueSpan);
            default:
                reader.Skip();
                return null;
        }
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);

    private static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Words in another encoding must not cost the code that stands beside them.
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }

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
