using System.Text.Json.Serialization;
using MassTransit;

namespace Messaging.Contracts;

/// <summary>
/// The order is on its way to its receiver: set its status to "delivering".
/// Goes to Polyv, <c>product/order/update-batch-status</c>, up to 1000 orders in a call.
/// </summary>
[EntityName("order-marked-delivering")]
[MessageUrn("Messaging.Contracts:OrderMarkedDelivering")]
public sealed record OrderMarkedDelivering : IOrderEvent
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
}
