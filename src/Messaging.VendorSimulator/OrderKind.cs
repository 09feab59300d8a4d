namespace Messaging.VendorSimulator;

/// <summary>
/// The state that an order starts in, which its number tells; see the README for what each vendor makes of it.
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
