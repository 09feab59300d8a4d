namespace Messaging.Fulfillment.Vendors;

/// <summary>
/// A vendor's classification table: the operator's rules first, then the built-in ones; the first match counts.
/// Built-in rules that name a code stand before those that go by words alone.
/// </summary>
public static class Classification
{
    /// <summary>The first rule that matches, or null.</summary>
    /// <param name="configured">The operator's rules.</param>
    /// <param name="builtIn">The rules from the vendor's pages.</param>
    /// <param name="code">The vendor's code.</param>
    /// <param name="message">The vendor's message.</param>
    /// <param name="sent">
    /// What the message may quote: the text of a rule that stands there too does not count.
    /// </param>
    public static ClassificationRule? Find(
        IReadOnlyList<ClassificationRule> configured,
        IReadOnlyList<ClassificationRule> builtIn,
        string? code,
        string? message,
        SentText sent) =>
        configured.FirstOrDefault(rule => rule.Matches(code, message, sent))
            ?? builtIn.FirstOrDefault(rule => rule.Matches(code, message, sent));
}
