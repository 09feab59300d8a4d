namespace Messaging.VendorSimulator;

/// <summary>
/// The state that an order starts in, chosen by its number; the README says how each vendor treats it.
/// </summary>
internal enum OrderKind
{
    Ordinary,
    Unknown,
    PartlyShipped,
    RefundPending,
    Shipped,
    Closed,
}
