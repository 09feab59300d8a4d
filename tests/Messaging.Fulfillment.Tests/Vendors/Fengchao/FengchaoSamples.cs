using Messaging.Contracts;
using Messaging.Fulfillment.Vendors;
using Messaging.Fulfillment.Vendors.Fengchao;

namespace Messaging.Fulfillment.Tests.Vendors.Fengchao;

internal static class FengchaoSamples
{
    public const string OrderNo = "4948795729456854758";

    public static FengchaoAccountOptions Account =>
        new() { AppId = "app-1", AppSecret = "s3cr3t", SellerNick = "oms38173182" };

    public static FengchaoOptions Options => new() { Accounts = { ["shop"] = Account } };

    /// <summary>The order of the page's sample code.</summary>
    public static OrderShipped Order(string orderNo = OrderNo) => new()
    {
        EventId = Guid.NewGuid(),
        OrderNo = orderNo,
        OccurredAt = DateTimeOffset.UnixEpoch,
        CarrierCode = "zhongtong",
        TrackingNo = "75531717195834",
    };

    public static VendorOrder<OrderShipped>[] Orders(params string[] orderNos) =>
        [.. orderNos.Select(no => new VendorOrder<OrderShipped>(Order(no), false))];
}
