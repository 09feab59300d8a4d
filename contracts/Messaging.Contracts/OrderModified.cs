using System.Text.Json.Serialization;
using MassTransit;

namespace Messaging.Contracts;

/// <summary>
/// An order's warehouse, transport, receiver, date, remarks or items were changed. What is left out stays as it is.
/// Goes to EM, <c>trade/modify</c>, one order in a call.
/// </summary>
[EntityName("order-modified")]
[MessageUrn("Messaging.Contracts:OrderModified")]
public sealed record OrderModified : IOrderEvent
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
    /// Id of the warehouse that ships (<c>warehouseid</c>), from EM's warehouse list. Example: <c>22</c>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? WarehouseId { get; init; }

    /// <summary>How the order travels (<c>transportway</c>).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TransportMode? Transport { get; init; }

    /// <summary>
    /// Id of the carrier (<c>logisticscompanyid</c>). Required with <see cref="TransportMode.Freight"/> (6 Deppon, 7
    /// TTK, 9 Tongrun, 10 Ane, 11 Huolala) and <see cref="TransportMode.Express"/> (5 YTO, 8 STO); 0 or left out with
    /// every other.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? CarrierId { get; init; }

    /// <summary>The receiver's name (<c>receivername</c>). Personal data.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ReceiverName { get; init; }

    /// <summary>The receiver's mobile number (<c>mobile</c>). Personal data.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ReceiverMobile { get; init; }

    /// <summary>
    /// Province (<c>provincename</c>). Province, city and district travel all three or none. Example: <c>江苏省</c>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Province { get; init; }

    /// <summary>City (<c>cityname</c>). Example: <c>苏州市</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? City { get; init; }

    /// <summary>District (<c>distrctname</c>, spelled so by the vendor). Example: <c>浦东新区</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? District { get; init; }

    /// <summary>Street and number (<c>address</c>). Personal data. Example: <c>商城路 738 号</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Address { get; init; }

    /// <summary>The day of delivery (<c>deliverydate</c>). Example: <c>2026-11-12</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? DeliveryDate { get; init; }

    /// <summary>Remark for the carrier (<c>remark</c>).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LogisticsRemark { get; init; }

    /// <summary>Remark on the order (<c>traderemark</c>).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OrderRemark { get; init; }

    /// <summary>Contact at the carrier (<c>logisticscontact</c>). Personal data.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LogisticsContact { get; init; }

    /// <summary>
    /// Number plate of the vehicle (<c>logisticscarnumber</c>). Personal data. Example: <c>沪A888888</c>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LogisticsCarNumber { get; init; }

    /// <summary>Mobile number of the contact at the carrier (<c>logisticsmobile</c>). Personal data.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LogisticsMobile { get; init; }

    /// <summary>
    /// The order's items (<c>items</c>). When given it is the whole list: items that are not in it are removed from the
    /// order.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<OrderItem>? Items { get; init; }
}

/// <summary>One item of a modified order.</summary>
public sealed record OrderItem
{
    /// <summary>
    /// The product's code in the ERP (<c>outerpcode</c>), by which EM finds its own product. Example:
    /// <c>ERP_1113004</c>.
    /// </summary>
    public required string ProductCode { get; init; }

    /// <summary>Quantity in the main unit of measure (<c>mainmeasunitqty</c>), 1 or more.</summary>
    public required int Quantity { get; init; }

    /// <summary>Remark on the item (<c>remark</c>).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Remark { get; init; }
}

/// <summary>
/// How a modified order travels. In JSON by name, as in <c>"express"</c>; EM's own numbers are accepted too.
/// </summary>
[JsonConverter(typeof(TransportModeJsonConverter))]
public enum TransportMode
{
    /// <summary>The franchiser's own delivery (绿羽配送).</summary>
    OwnFleet = 1,

    /// <summary>Dedicated freight (专用物流); needs a carrier.</summary>
    Freight = 2,

    /// <summary>The customer collects it (用户自提).</summary>
    Pickup = 3,

    /// <summary>A parcel service (使用快递); needs a carrier.</summary>
    Express = 4,

    /// <summary>Anything else (其它).</summary>
    Other = 5,
}

/// <summary>Writes a <see cref="TransportMode"/> as a camel-case name; reads names and numbers.</summary>
public sealed class TransportModeJsonConverter() : JsonStringEnumConverter<TransportMode>(
    System.Text.Json.JsonNamingPolicy.CamelCase);
