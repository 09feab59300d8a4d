using System.Text.Json;
using Messaging.Benchmarks.Baselines;
using Messaging.Benchmarks.Orders;
using Messaging.Contracts;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Benchmarks.Micro;

/// <summary>The orders of a full call.</summary>
internal static class SampleEvents
{
    public static DateTimeOffset Now { get; } = new(2026, 11, 11, 0, 0, 0, TimeSpan.Zero);

    public static VendorOrder<TEvent>[] Make<TEvent>(Flow flow)
        where TEvent : class, IOrderEvent =>
    [
        .. new SampleOrders(flow, [Seller.Main], seed: 1).Make(flow.OrdersPerCall)
            .Select(order => JsonSerializer.Deserialize(order.Body, BaselineJson.TypeOf<TEvent>())!)
            .Select(order => new VendorOrder<TEvent>(order, InDoubt: false)),
    ];
}
