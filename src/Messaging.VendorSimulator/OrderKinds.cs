namespace Messaging.VendorSimulator;

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

    public static OrderKind Parse(string orderNo)
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
