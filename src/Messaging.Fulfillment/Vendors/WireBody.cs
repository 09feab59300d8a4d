using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Messaging.Fulfillment.Vendors;

/// <summary>Reads an answer's JSON.</summary>
public static class WireBody
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The body as <typeparamref name="T"/>, or null where it is not such JSON.</summary>
    /// <typeparam name="T">What the answer is read into.</typeparam>
    /// <param name="body">The body in UTF-8, with or without a byte order mark.</param>
    /// <param name="type">How it is read.</param>
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
