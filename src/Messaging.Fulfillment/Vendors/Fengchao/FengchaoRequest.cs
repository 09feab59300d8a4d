using System.Text.Json;
using Messaging.Contracts;

namespace Messaging.Fulfillment.Vendors.Fengchao;

/// <summary>Builds the signed request of one call; the page's "1. 请求参数".</summary>
internal static class FengchaoRequest
{
    public const string Path = "/gateway/dd/order/logistics/add";

    /// <param name="orders">The orders, all of the account's shop.</param>
    /// <param name="account">The credentials.</param>
    /// <param name="options">The address and the timestamp's unit.</param>
    /// <param name="now">The moment of this attempt, which is signed.</param>
    public static HttpRequestMessage Build(
        IEnumerable<OrderShipped> orders, FengchaoAccountOptions account, FengchaoOptions options, DateTimeOffset now)
    {
        KeyValuePair<string, string?>[] parameters =
        [
            new("appid", account.AppId),
            new("timestamp", options.TimestampUnit.Format(now)),
            new("seller_nick", account.SellerNick),
            new(
                "request_data",
                JsonSerializer.Serialize([.. orders.Select(Shipment)], FengchaoJson.Wire.FengchaoShipmentArray)),
        ];
        var signature = SignedForm.Sign(parameters, account.AppSecret);
        return SignedForm.Post(options.BaseUrl!, Path, parameters, signature)
            .Hide(signature.Value, account.AppSecret);
    }

    private static FengchaoShipment Shipment(OrderShipped order) => new()
    {
        OrderId = order.OrderNo,
        LogisticsId = order.CarrierId,
        Company = order.CarrierName,
        CompanyCode = order.CarrierCode,
        LogisticsCode = order.TrackingNo,
        IsRejectRefund = order.RejectPendingRefund,
        SerialNumbers = order.SerialNumbers is { Count: > 0 } serials ? serials : null,
        AddressId = order.ShipFromAddressId,
    };
}
