using System.Text.RegularExpressions;

namespace Messaging.Fulfillment.Vendors;

/// <summary>
/// The one place where a vendor's text is made fit to be kept: a database refuses some characters, and a vendor in
/// trouble may send megabytes.
/// </summary>
internal static partial class VendorText
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

    /// <summary>
    /// The code where it is one by its looks, as <c>40003</c>, <c>E-17</c> or <c>isv.business-failed:60110</c>; else
    /// null: a vendor may put anything into the field, a telephone number as well.
    /// </summary>
    public static string? GetPlainCode(string? code) => code is not null && PlainCode.IsMatch(code) ? code : null;

    /// <summary>
    /// The request id where it is one by its looks, else null; a row of digits may be a telephone number.
    /// </summary>
    public static string? GetPlainId(string? id) => id is not null && PlainId.IsMatch(id) ? id : null;

    [GeneratedRegex(
        @"\A(?![0-9]{8,15}\z)[A-Za-z0-9._:-]{1,128}\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlainId { get; }

    [GeneratedRegex(
        @"\A(is[vp]\.[a-z-]{1,40}:|[A-Z]{1,4}[-_]?)?-?[0-9]{1,8}\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlainCode { get; }
}
