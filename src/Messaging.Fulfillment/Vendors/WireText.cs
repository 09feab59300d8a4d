using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Messaging.Fulfillment.Vendors;

/// <summary>
/// Reads a field as the text that the vendor wrote, whether as a string or as a number: order numbers have 19 digits, which no
/// floating point keeps, and codes come either way. A field that is neither reads as missing.
/// </summary>
internal sealed class WireText : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return Text(ref reader);
            case JsonTokenType.Number:
                return Encoding.UTF8.GetString(reader.ValueSpan);
            default:
                reader.Skip();
                return null;
        }
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    private static string? Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // Words in another encoding must not cost the code that stands beside them.
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }
}

internal static class WireBody
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The body as <typeparamref name="T"/>, or null where it is not such JSON.</summary>
    public static T? TryRead<T>(ReadOnlySpan<byte> body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(body.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
