using Messaging.Contracts;
using Messaging.Fulfillment.Vendors;
using Messaging.Fulfillment.Vendors.Em;

namespace Messaging.Fulfillment.Tests.Vendors.Em;

internal static class EmSamples
{
    public static AccountOptions Account => new() { AppId = "app-1", AppSecret = "s3cr3t" };

    public static EmOptions Options => new() { Accounts = { ["main"] = Account } };

    /// <summary>A modification of nothing but the order's remark.</summary>
    public static OrderModified Remark => new()
    {
        EventId = Guid.NewGuid(),
        OrderNo = "DD202409260001",
        OccurredAt = DateTimeOffset.UnixEpoch,
        OrderRemark = "订单备注",
    };

    /// <summary>The page's sample, which modifies everything.</summary>
    public static OrderModified Everything => Remark with
    {
        WarehouseId = 5,
        Province = "上海",
        City = "上海市",
        District = "嘉定区",
        Address = "商城路123123",
        ReceiverName = "hanson",
        ReceiverMobile = "18817834074",
        Transport = TransportMode.Freight,
        CarrierId = 10,
        DeliveryDate = new(2024, 9, 28),
        LogisticsContact = "hanson-w",
        LogisticsMobile = "18817834074",
        LogisticsCarNumber = "沪A888888",
        LogisticsRemark = "物流备注123",
        Items = [new() { ProductCode = "ERP_1113005", Quantity = 1, Remark = "接口导入订单-修改明细3(数量3个改成1个)" }],
    };
}
