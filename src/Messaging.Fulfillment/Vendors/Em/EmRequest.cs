using System.Text.Json;
using Messaging.Contracts;

namespace Messaging.Fulfillment.Vendors.Em;

/// <summary>Builds the signed request of one call; the page's "3.1 请求参数".</summary>
internal static class EmRequest
{
    public const string Path = "/franchiser/api/trade/modify";

    /// <param name="order">The order.</param>
    /// <param name="account">The credentials.</param>
    /// <param name="options">The address and the variants of form and signature.</param>
    /// <param name="now">The moment of this attempt, which is signed.</param>
    public static HttpRequestMessage Build(
        OrderModified order, AccountOptions account, EmOptions options, DateTimeOffset now)
    {
        var wire = options.NumbersAsStrings ? EmJson.NumbersAsStrings : EmJson.Numbers;
        KeyValuePair<string, string?>[] parameters =
        [
            new("appid", account.AppId),
            new("timestamp", options.TimestampUnit.Format(now)),
            new("request_data", JsonSerializer.Serialize(Modification(order), wire.EmModification)),
        ];
        var signature = EmSigner.Sign(parameters, account.AppSecret, options);
        return SignedForm.Post(options.BaseUrl!, Path, parameters, signature)
            .Hide(signature.Value, account.AppSecret);
    }

    private static EmModification Modification(OrderModified order) => new()
    {
        TradeNo = order.OrderNo,
        WarehouseId = order.WarehouseId,
        TransportWay = (int?)order.Transport,
        LogisticsCompanyId = order.CarrierId,
        ReceiverName = order.ReceiverName,
        Mobile = order.ReceiverMobile,
        ProvinceName = order.Province,
        CityName = order.City,
        DistrictName = order.District,
        Address = order.Address,
        DeliveryDate = order.DeliveryDate,
        Remark = order.LogisticsRemark,
        TradeRemark = order.OrderRemark,
        LogisticsContact = order.LogisticsContact,
        LogisticsCarNumber = order.LogisticsCarNumber,
        LogisticsMobile = order.LogisticsMobile,
        Items = order.Items?.Select(item => new EmItem(item.ProductCode, item.Quantity, item.Remark)).ToArray(),
    };
}
