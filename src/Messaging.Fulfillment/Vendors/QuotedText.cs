namespace Messaging.Fulfillment.Vendors;

/// <summary>Tells what a vendor's text says from what it quotes of a request.</summary>
internal static class QuotedText
{
    /// <summary>
    /// Whether <paramref name="text"/> stands in <paramref name="message"/>, without regard to case, and not only in
    /// the names of parameters and fields, as in <c>sign=…</c> and <c>"sign":…</c>.
    /// </summary>
    public static bool Says(string message, string text)
    {
        for (var at = 0; at < message.Length; at++)
        {
            at = message.IndexOf(text, at, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
                return false;
            if (!IsName(message.AsSpan(at + text.Length)))
                return true;
        }

        return false;
    }

    /// <summary>
    /// Whether what follows ends a name: the rest of its word, and the sign between it and its value.
    /// </summary>
    private static bool IsName(ReadOnlySpan<char> rest)
    {
        while (rest is [var c, ..] && (char.IsAsciiLetterOrDigit(c) || c is '_'))
            rest = rest[1..];
        return rest is ['=', ..] or ['"', ':', ..] or ['\\', '"', ':', ..];
    }
}
