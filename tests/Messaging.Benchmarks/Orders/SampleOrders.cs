using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Messaging.Contracts;
using Messaging.VendorSimulator;

namespace Messaging.Benchmarks.Orders;

/// <summary>Ordinary order events, which every vendor takes; the same ones for every contestant.</summary>
/// <param name="flow">Their kind.</param>
/// <param name="sellers">Their accounts, in rotation; a single account is not named in the events.</param>
/// <param name="seed">Chooses the event ids.</param>
internal sealed class SampleOrders(Flow flow, IReadOnlyList<Seller> sellers, int seed)
{
    private const long FirstOrderNo = 4_948_795_729_000_000_000;

    private static readonly DateTimeOffset Start = new(2026, 11, 11, 0, 0, 0, TimeSpan.FromHours(8));
    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>The order events as plain JSON, in the order in which they are published.</summary>
    /// <param name="count">How many.</param>
    public IEnumerable<SampleOrder> Make(int count)
    {
        var random = new Random(seed);
        var id = new byte[16];
        for (var i = 0; i < count; i++)
        {
            random.NextBytes(id);
            var seller = sellers[i % sellers.Count];
            var orderEvent = Make(i, new Guid(id), sellers.Count == 1 ? null : seller.Name);
            yield return new(
                orderEvent.EventId,
                seller,
                JsonSerializer.SerializeToUtf8Bytes(orderEvent, orderEvent.GetType(), Json));
        }
    }

    private IOrderEvent Make(int i, Guid id, string? account)
    {
        var orderNo = (FirstOrderNo + i).ToString(CultureInfo.InvariantCulture);
        var occurredAt = Start + TimeSpan.FromMilliseconds(i);
        return flow.Vendor switch
        {
            VendorNames.Polyv => new OrderMarkedDelivering
            {
                EventId = id,
                OrderNo = orderNo,
                OccurredAt = occurredAt,
                Account = account,
            },
            VendorNames.Fengchao => new OrderShipped
            {
                EventId = id,
                OrderNo = orderNo,
                OccurredAt = occurredAt,
                Account = account,
                CarrierCode = "zhongtong",
                TrackingNo = (75_531_717_195_834 + i).ToString(CultureInfo.InvariantCulture),
            },
            _ => new OrderModified
            {
                EventId = id,
                OrderNo = orderNo,
                OccurredAt = occurredAt,
                Account = account,
                WarehouseId = 22,
                Transport = TransportMode.Freight,
                CarrierId = 6,
                Province = "江苏省",
                City = "苏州市",
                District = "吴中区",
                Address = "示例路 1 号",
                OrderRemark = "双十一",
                Items = [new() { ProductCode = "ERP_1113004", Quantity = 12 }],
            },
        };
    }
}

/// <summary>An order event as it goes to the broker.</summary>
/// <param name="EventId">Its id.</param>
/// <param name="Seller">Whose it is.</param>
/// <param name="Body">The message.</param>
internal readonly record struct SampleOrder(Guid EventId, Seller Seller, byte[] Body);
