namespace MyVendor.Tests;

internal static class Orders
{
    public static MyVendorOrder Create(string orderNo) => new()
    {
        EventId = Guid.NewGuid(),
        OrderNo = orderNo,
        OccurredAt = new(2026, 11, 11, 0, 0, 0, TimeSpan.FromHours(8)),
        Note = "易碎",
    };
}
