namespace Messaging.Fulfillment.Vendors;

/// <summary>
/// A vendor's classification table: the operator's rules first, then the built-in ones; the first match counts.
/// </summary>
public static class Classification
{
    /// <summary>The first rule that matches, or null.</summary>
    public static ClassificationRule? Find(
        IReadOnlyList<ClassificationRule> configured,
        IReadOnlyList<ClassificationRule> builtIn,
        string? code,
        string? message) =>
        configured.FirstOrDefault(
            rule => rule.Matches(code, message)) ?? builtIn.FirstOrDefault(rule => rule.Matches(code, message));
}
