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

internal static class OrderKinds
{
    private static readonly (string Mark, OrderKind Kind)[] Marks =
    [
        ("-UNKNOWN", OrderKind.Unknown),
        ("-PARTIAL", OrderKind.PartlyShipped),
        ("-REFUND", OrderKind.RefundPending),
        ("-SHIPPED", OrderKind.Shipped),
        ("-CLOSED", OrderKind.Closed),
    ];

    public static OrderKind Of(string orderNo)
    {
        if (!orderNo.Contains('-', StringComparison.Ordinal))
            return OrderKind.Ordinary;
        foreach (var (mark, kind) in Marks)
        {
            if (orderNo.Contains(mark, StringComparison.Ordinal))
                return kind;
        }

        return OrderKind.Ordinary;
    }
}
