using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Messaging.Fulfillment.Vendors;

/// <summary>Reads an answer's JSON.</summary>
internal static class WireBody
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The body as <typeparamref name="T"/>, or null where it is not such JSON.</summary>
    public static T? TryRead<T>(ReadOnlySpan<byte> body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(
                body.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
