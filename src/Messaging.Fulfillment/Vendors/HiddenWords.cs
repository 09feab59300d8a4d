using System.Text;

namespace Messaging.Fulfillment.Vendors;

/// <summary>
/// Words of a request that must not come back out of its answer, wherever the vendor repeats them: its signature, and
/// the secret behind that.
/// </summary>
public static class HiddenWords
{
    private static readonly HttpRequestOptionsKey<string[]> Key = new("Messaging.HiddenWords");

    /// <summary>Has <paramref name="words"/> made unreadable in the answer to <paramref name="request"/>.</summary>
    /// <param name="request">The request, not sent yet.</param>
    /// <param name="words">Each in UTF-8 as it may come back; empty ones are passed over.</param>
    /// <returns>The request.</returns>
    public static HttpRequestMessage Hide(this HttpRequestMessage request, params string[] words)
    {
        request.Options.Set(Key, words);
        return request;
    }

    /// <summary>Overwrites the words of <paramref name="request"/> in <paramref name="body"/>.</summary>
    internal static void Remove(HttpRequestMessage request, Span<byte> body)
    {
        if (!request.Options.TryGetValue(Key, out var words))
            return;
        foreach (var word in words.Where(word => word.Length > 0))
        {
            // A hexadecimal signature may come back in the other case.
            Remove(Encoding.UTF8.GetBytes(word), body);
            Remove(Encoding.UTF8.GetBytes(word.ToUpperInvariant()), body);
            Remove(Encoding.UTF8.GetBytes(word.ToLowerInvariant()), body);
        }
    }

    private static void Remove(ReadOnlySpan<byte> word, Span<byte> body)
    {
        while (body.IndexOf(word) is var at and >= 0)
        {
            body.Slice(at, word.Length).Fill((byte)'*');
            body = body[(at + word.Length)..];
        }
    }
}
