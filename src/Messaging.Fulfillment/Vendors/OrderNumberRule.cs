namespace Messaging.Fulfillment.Vendors;

/// <summary>What every vendor asks of an order number.</summary>
public static class OrderNumberRule
{
    private const int MaxLength = 64;

    /// <summary>The number as a log line shows it: of bounded length and without control characters.</summary>
    internal static string Shorten(string orderNo) =>
        string.Concat(orderNo.Take(MaxLength).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c));

    /// <summary>The rules that a number breaks, each a sentence; empty when it may be sent.</summary>
    /// <param name="orderNo">The order's number.</param>
    public static IEnumerable<string> FindViolations(string? orderNo)
    {
        if (string.IsNullOrWhiteSpace(orderNo))
        {
            yield return "OrderNo is missing.";
            yield break;
        }

        foreach (var violation in TextRule.FindViolations(MaxLength, ("OrderNo", orderNo)))
            yield return violation;
        if (char.IsWhiteSpace(orderNo[0]) || char.IsWhiteSpace(orderNo[^1]))
            yield return "OrderNo begins or ends with white space.";
        if (orderNo.Any(char.IsControl))
            yield return "OrderNo contains a control character.";
    }
}
