namespace Messaging.Fulfillment.Vendors;

/// <summary>
/// The one place where a vendor's text is made fit to be kept: a database refuses some characters, and a vendor in
/// trouble may send megabytes.
/// </summary>
internal static class VendorText
{
    private const int Longest = 1000;

    /// <summary>The text without control characters and halves of characters, cut to 1,000; null stays null.</summary>
    public static string? Clean(string? text)
    {
        if (text is null || (text.Length <= Longest && text.All(c => !char.IsControl(c) && !char.IsSurrogate(c))))
            return text;

        var kept = new System.Text.StringBuilder(Math.Min(text.Length, Longest));
        foreach (var rune in text.EnumerateRunes())
        {
            if (kept.Length + rune.Utf16SequenceLength > Longest)
                break;
            kept.Append(
                System.Text.Rune.IsControl(rune) ? System.Text.Rune.ReplacementChar.ToString() : rune.ToString());
        }

        return kept.ToString();
    }
}
