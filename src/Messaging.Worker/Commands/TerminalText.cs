using System.Globalization;
using System.Text;
using Spectre.Console;

namespace Messaging.Worker.Commands;

/// <summary>
/// Text of strangers on a terminal: a control character could move the cursor, set the title or hide what stands
/// there, and one of direction could turn it round.
/// </summary>
internal static class TerminalText
{
    /// <summary>The text with a mark in place of each such character.</summary>
    /// <param name="text">What somebody sent.</param>
    /// <param name="keepLines">Whether it may have several lines.</param>
    public static string Clean(string? text, bool keepLines = false)
    {
        var clean = new StringBuilder();
        foreach (var rune in (text ?? "").EnumerateRunes())
            clean.Append((keepLines && rune.Value is '\n') || IsPrintable(rune) ? rune : Rune.ReplacementChar);
        return clean.ToString();
    }

    /// <summary>A cell of a table; its brackets are no markup.</summary>
    public static Text Cell(string? text) => new(Clean(text));

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control
        or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate);
}
