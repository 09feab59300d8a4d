using System.Text.Json.Serialization;
using MassTransit;

namespace Messaging.Contracts;

/// <summary>
/// The whole order left the warehouse: tell the shop platform its carrier and tracking number.
/// Goes to Fengchao (Doudian), <c>order/logistics/add</c>, up to 100 orders in a call.
/// </summary>
[EntityName("order-shipped")]
[MessageUrn("Messaging.Contracts:OrderShipped")]
public sealed record OrderShipped : IOrderEvent
{
    /// <inheritdoc/>
    public required Guid EventId { get; init; }

    /// <inheritdoc/>
    public required string OrderNo { get; init; }

    /// <inheritdoc/>
    [JsonConverter(typeof(OffsetTimeJsonConverter))]
    public required DateTimeOffset OccurredAt { get; init; }

    /// <inheritdoc/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Account { get; init; }

    /// <inheritdoc/>
    [JsonConverter(typeof(OffsetTimeJsonConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>
    /// The carrier's code at the platform, required (<c>company_code</c>). Example: <c>zhongtong</c>; <c>qita</c> for
    /// any other.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CarrierCode { get; init; }

    /// <summary>The carrier's name (<c>company</c>). Example: <c>顺丰公司</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CarrierName { get; init; }

    /// <summary>
    /// The platform's old numeric carrier id (<c>logistics_id</c>), deprecated there in favour of
    /// <see cref="CarrierCode"/>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? CarrierId { get; init; }

    /// <summary>
    /// The parcel's tracking number (<c>logistics_code</c>), required. Example: <c>75531717195834</c>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TrackingNo { get; init; }

    /// <summary>
    /// True: refuse a pending refund and ship all the same (<c>is_reject_refund</c>). False or left out: an order with
    /// a refund pending is not shipped and is answered as failed.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? RejectPendingRefund { get; init; }

    /// <summary>
    /// Serial numbers of the goods (<c>serial_number_list</c>), each 15 to 17 digits. Example:
    /// <c>["546443524543534"]</c>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? SerialNumbers { get; init; }

    /// <summary>
    /// Id of the address the parcel left from (<c>address_id</c>), from the platform's address book. Example: <c>6</c>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? ShipFromAddressId { get; init; }
}
