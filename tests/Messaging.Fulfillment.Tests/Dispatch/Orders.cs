using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch;
using Messaging.Fulfillment.Ledger;

namespace Messaging.Fulfillment.Tests.Dispatch;

/// <summary>Entries and orders in flight for tests of decisions.</summary>
internal static class Orders
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 11, 12, 0, 0, TimeSpan.Zero);

    public static OrderEntry Entry(string orderNo = "A-1", string account = "main") => new()
    {
        EventId = Guid.NewGuid(),
        EventType = nameof(OrderMarkedDelivering),
        Vendor = "polyv",
        Account = account,
        OrderNo = orderNo,
        OccurredAt = Noon,
        ReceivedAt = Noon,
        Payload = "{}",
    };

    public static OrderMarkedDelivering Event(OrderEntry entry) =>
        new()
        {
            EventId = entry.EventId,
            OrderNo = entry.OrderNo,
            OccurredAt = entry.OccurredAt,
            Account = entry.Account,
        };

    public static InFlightOrder<OrderMarkedDelivering> InFlight(
        string orderNo = "A-1", DateTimeOffset? waitsUntil = null, bool alone = false, int leaseEpoch = 0) =>
        InFlight(Entry(orderNo) with { Alone = alone, LeaseEpoch = leaseEpoch }, waitsUntil);

    public static InFlightOrder<OrderMarkedDelivering> InFlight(OrderEntry entry, DateTimeOffset? waitsUntil = null) =>
        InFlight(entry, Event(entry), waitsUntil);

    /// <summary>An order that arrived at noon, when the tests' clocks start.</summary>
    public static InFlightOrder<OrderMarkedDelivering> InFlight(
        OrderEntry entry, OrderMarkedDelivering orderEvent, DateTimeOffset? waitsUntil = null) =>
        new(entry, orderEvent, activity: null) { Arrived = 0, Linger = (waitsUntil ?? Noon) - Noon };
}
