namespace Messaging.Fulfillment.Ledger;

internal static class LedgerText
{
    /// <summary>For operators: why an entry waits that is only held up by another of its order.</summary>
    public static string WaitsFor(Guid eventId) => $"Waits for order event {eventId}, which comes first.";
}
