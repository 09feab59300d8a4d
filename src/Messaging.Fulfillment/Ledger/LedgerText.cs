namespace Messaging.Fulfillment.Ledger;

internal static class LedgerText
{
    /// <summary>For operators: why an entry waits that waits for nothing but another of its order.</summary>
    public static string WaitsFor(Guid eventId) => $"Waits for order event {eventId}, which comes first.";
}
