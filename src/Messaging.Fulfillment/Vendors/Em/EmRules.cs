using Messaging.Contracts;

namespace Messaging.Fulfillment.Vendors.Em;

/// <summary>
/// The rules of the page's field table, checked before a call. No violation quotes a value: most are personal data.
/// </summary>
internal static class EmRules
{
    public static IEnumerable<string> FindViolations(OrderModified order, EmCarriers carriers) =>
    [
        .. OrderNumberRule.FindViolations(order.OrderNo),
        .. FindLengthViolations(order),
        .. FindContentViolations(order),
        .. FindIdViolations(order),
        .. FindTransportViolations(order, carriers),
        .. FindRegionViolations(order),
        .. FindItemsViolations(order.Items),
    ];

    private static IEnumerable<string> FindLengthViolations(OrderModified order) =>
    [
        .. TextRule.FindViolations(
            TextRule.LongestName,
            (nameof(order.ReceiverName), order.ReceiverName),
            (nameof(order.ReceiverMobile), order.ReceiverMobile),
            (nameof(order.Province), order.Province),
            (nameof(order.City), order.City),
            (nameof(order.District), order.District),
            (nameof(order.LogisticsContact), order.LogisticsContact),
            (nameof(order.LogisticsCarNumber), order.LogisticsCarNumber),
            (nameof(order.LogisticsMobile), order.LogisticsMobile)),
        .. TextRule.FindViolations(
            TextRule.LongestRemark,
            (nameof(order.Address), order.Address),
            (nameof(order.LogisticsRemark), order.LogisticsRemark),
            (nameof(order.OrderRemark), order.OrderRemark)),
        .. TextRule.FindViolations(nameof(order.Items), order.Items?.Count),
    ];

    private static IEnumerable<string> FindContentViolations(OrderModified order)
    {
        object?[] content =
        [
            order.WarehouseId,
            order.Transport,
            order.CarrierId,
            order.ReceiverName,
            order.ReceiverMobile,
            order.Province,
            order.City,
            order.District,
            order.Address,
            order.DeliveryDate,
            order.LogisticsRemark,
            order.OrderRemark,
            order.LogisticsContact,
            order.LogisticsCarNumber, order.LogisticsMobile, order.Items,
        ];
        if (Array.TrueForAll(content, value => value is null))
            yield return "There is nothing to modify: every field but the order's number is left out.";
    }

    private static IEnumerable<string> FindIdViolations(OrderModified order)
    {
        if (order.WarehouseId < 0)
            yield return "WarehouseId is negative.";
        if (order.CarrierId < 0)
            yield return "CarrierId is negative.";
    }

    /// <summary>Without a transport the order keeps the one it has, which only the vendor knows.</summary>
    private static IEnumerable<string> FindTransportViolations(OrderModified order, EmCarriers carriers)
    {
        if (order.Transport is not { } transport)
            yield break;
        if (!Enum.IsDefined(transport))
            yield return "Transport is none of 1 to 5.";
        else if (carriers.Find(transport) is { } ids)
        {
            if (!ids.Contains(order.CarrierId ?? 0))
                yield return $"CarrierId has to be one of {string.Join(", ", ids)} where Transport is {transport}.";
        }
        else if (order.CarrierId is not (null or 0))
            yield return $"CarrierId has to be 0 or left out where Transport is {transport}.";
    }

    private static IEnumerable<string> FindRegionViolations(OrderModified order)
    {
        string?[] region = [order.Province, order.City, order.District];
        if (region.Any(name => name is not null) && region.Any(string.IsNullOrWhiteSpace))
            yield return "Province, City and District have to be given all three or none.";
    }

    private static IEnumerable<string> FindItemsViolations(IReadOnlyList<OrderItem>? items)
    {
        if (items is { Count: 0 })
            yield return "Items is empty; it is the whole list where it is given.";
        // Beyond the limit one sentence says enough.
        foreach (var (i, item) in (items ?? []).Take(TextRule.LongestList).Index())
        {
            if (string.IsNullOrWhiteSpace(item?.ProductCode))
                yield return $"Items[{i}].ProductCode is missing.";
            foreach (var violation in TextRule.FindViolations(
                TextRule.LongestName, ($"Items[{i}].ProductCode", item?.ProductCode)))
                yield return violation;
            foreach (var violation in TextRule.FindViolations(
                TextRule.LongestRemark, ($"Items[{i}].Remark", item?.Remark)))
                yield return violation;
            if (item?.Quantity < 1)
                yield return $"Items[{i}].Quantity is less than 1.";
        }
    }
}
