namespace Messaging.Fulfillment.Vendors;

/// <summary>
/// How long the texts of an order event may be. The vendors' pages name no limits; these are far beyond what any of
/// them could take, and keep one event from being as large as a thousand.
/// </summary>
public static class TextRule
{
    /// <summary>The most characters of a name, a code or a number.</summary>
    public const int LongestName = 200;

    /// <summary>The most characters of an address or a remark.</summary>
    public const int LongestRemark = 1000;

    /// <summary>The most items of a list.</summary>
    public const int LongestList = 1000;

    /// <summary>The limits that texts exceed, each a sentence that quotes no value; empty when none does.</summary>
    /// <param name="limit">The most characters.</param>
    /// <param name="fields">The texts, each with its field's name.</param>
    public static IEnumerable<string> FindViolations(int limit, params (string Field, string? Text)[] fields) =>
        from field in fields
        let characters = CountCharacters(field.Text ?? "")
        where characters > limit
        select FormattableString.Invariant(
            $"{field.Field} has {characters} characters; at most {limit} are allowed.");

    /// <summary>
    /// The characters of a text as JSON Schema counts them: a rare Chinese character or an emoji is one, though it
    /// takes two places in a string.
    /// </summary>
    internal static int CountCharacters(string text) => text.Length - text.Count(char.IsLowSurrogate);

    /// <summary>Whether a list exceeds its limit, as a sentence; empty when it does not.</summary>
    /// <param name="field">The list's field.</param>
    /// <param name="count">Its items.</param>
    public static IEnumerable<string> FindViolations(string field, int? count) => count > LongestList
        ? [FormattableString.Invariant($"{field} has {count} items; at most {LongestList} are allowed.")]
        : [];
}
