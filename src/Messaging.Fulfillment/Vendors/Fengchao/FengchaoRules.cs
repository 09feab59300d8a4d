using Messaging.Contracts;

namespace Messaging.Fulfillment.Vendors.Fengchao;

/// <summary>The rules of the page's field table, checked before a call.</summary>
internal static class FengchaoRules
{
    public static IEnumerable<string> FindViolations(OrderShipped order)
    {
        string[] general =
        [
            .. OrderNumberRule.FindViolations(order.OrderNo),
            .. TextRule.FindViolations(
                TextRule.LongestName,
                (nameof(order.CarrierCode), order.CarrierCode),
                (nameof(order.CarrierName), order.CarrierName),
                (nameof(order.TrackingNo), order.TrackingNo)),
            .. TextRule.FindViolations(nameof(order.SerialNumbers), order.SerialNumbers?.Count),
        ];
        foreach (var violation in general)
            yield return violation;
        if (string.IsNullOrWhiteSpace(order.CarrierCode))
            yield return "CarrierCode is missing; the vendor requires company_code.";
        if (order.TrackingNo is not null && string.IsNullOrWhiteSpace(order.TrackingNo))
            yield return "TrackingNo is blank; leave it out where there is none.";
        if (order.CarrierId < 0)
            yield return "CarrierId is negative.";
        if (order.ShipFromAddressId < 0)
            yield return "ShipFromAddressId is negative.";
        if (order.SerialNumbers?.All(IsSerialNumber) is false)
            yield return "SerialNumbers contains one that is not 15 to 17 digits.";
    }

    private static bool IsSerialNumber(string? serial) =>
        serial is { Length: >= 15 and <= 17 } && serial.All(char.IsAsciiDigit);
}
