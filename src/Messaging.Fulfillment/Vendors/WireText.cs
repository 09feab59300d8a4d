using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Messaging.Fulfillment.Vendors;

/// <summary>
/// Reads a field as the text that the vendor wrote, whether as a string or as a number: order numbers have 19 digits,
/// which no floating point keeps, and codes come either way. A field that is neither reads as missing.
/// </summary>
public sealed class WireText : JsonConverter<string>
{
    /// <summary>More than any code or order number has; a number that is longer says nothing.</summary>
    private const int MaxDigits = 64;

    /// <inheritdoc/>
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
                return VendorText.Clean(GetText(ref reader));
            case JsonTokenType.Number when reader.ValueSpan.Length <= MaxDigits:
                return Encoding.UTF8.GetString(reader.ValueSpan);
            default:
                reader.Skip();
                return null;
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);

    private static string GetText(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Text in another encoding must not make the code beside it unreadable.
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }
}
