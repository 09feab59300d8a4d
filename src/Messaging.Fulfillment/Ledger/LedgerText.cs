namespace Messaging.Fulfillment.Ledger;

internal static class LedgerText
{
    /// <summary>For operators: why an entry waits that is only held up by another of its order.</summary>
    public static string WaitsFor(Guid eventId) => $"Waits for order event {eventId}, which comes first.";

    /// <summary>The text's beginning, without half a character at its end; null stays null.</summary>
    public static string? Shorten(string? text, int most) =>
        text is null || text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}
