namespace Messaging.Fulfillment.Ledger;

/// <summary>What an event id stands for. An id that comes again means the same event, or its publisher erred.</summary>
internal sealed record EventIdentity(string EventType, string Vendor, string Account, string OrderNo)
{
    /// <summary>
    /// Whether an event may be the one that this was recorded of. Accounts differ only where both are known: which one
    /// an event without a name means changes with the settings.
    /// </summary>
    public bool IsOf(OrderEntry order) =>
        string.Equals(EventType, order.EventType, StringComparison.Ordinal)
        && string.Equals(Vendor, order.Vendor, StringComparison.Ordinal)
        && string.Equals(OrderNo, order.OrderNo, StringComparison.Ordinal)
        && (Account.Length == 0
            || order.Account.Length == 0
            || string.Equals(Account, order.Account, StringComparison.OrdinalIgnoreCase));
}
