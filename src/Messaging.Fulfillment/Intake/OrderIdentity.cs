using Messaging.Contracts;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Intake;

/// <summary>
/// Whether an order event can be kept at all: the ledger needs an identity and texts that a database takes. Pure.
/// </summary>
internal static class OrderIdentity
{
    /// <summary>The longest order number or account name that is kept, in characters.</summary>
    public const int LongestText = 200;

    /// <summary>Why the event cannot be kept, or null.</summary>
    public static string? FindProblem(IOrderEvent order)
    {
        if (order.EventId == Guid.Empty)
            return "eventId is all zeros; each event needs a UUID of its own";
        return FindProblem("orderNo", order.OrderNo) ?? FindProblem("account", order.Account);
    }

    private static string? FindProblem(string field, string? value) => value switch
    {
        not null when TextRule.CountCharacters(value) > LongestText =>
            $"{field} is longer than {LongestText} characters",
        not null when value.Any(char.IsControl) => $"{field} has a control character",
        not null when !value.IsWellFormed() => $"{field} is not valid Unicode",
        _ => null,
    };

    private static bool IsWellFormed(this string value)
    {
        foreach (var rune in value.EnumerateRunes())
        {
            if (rune == System.Text.Rune.ReplacementChar)
                return false;
        }

        return true;
    }
}
