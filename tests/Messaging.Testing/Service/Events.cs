using Messaging.Contracts;

namespace Messaging.Testing.Service;

/// <summary>Order events that the simulated vendors accept.</summary>
public static class Events
{
    public static readonly DateTimeOffset Now = new(2026, 11, 11, 0, 0, 0, TimeSpan.FromHours(8));

    public static OrderMarkedDelivering Delivering(string orderNo, string? account = null) =>
        new() { EventId = Guid.NewGuid(), OrderNo = orderNo, OccurredAt = Now, Account = account };

    public static OrderShipped Shipped(string orderNo, string? account = null) => new()
    {
        EventId = Guid.NewGuid(),
        OrderNo = orderNo,
        OccurredAt = Now,
        Account = account,
        CarrierCode = "zhongtong",
        TrackingNo = $"T{orderNo}",
    };

    public static OrderModified Modified(string orderNo, string remark = "as agreed by phone") =>
        new() { EventId = Guid.NewGuid(), OrderNo = orderNo, OccurredAt = Now, OrderRemark = remark };
}
