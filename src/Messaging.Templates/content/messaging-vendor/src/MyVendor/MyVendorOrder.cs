using MassTransit;
using Messaging.Contracts;

namespace MyVendor;

/// <summary>Asks MyVendor to take an order. Published to the fanout exchange <c>order-myvendor</c>.</summary>
[EntityName("order-myvendor")]
[MessageUrn("MyVendor:MyVendorOrder")]
public sealed record MyVendorOrder : IOrderEvent
{
    /// <inheritdoc/>
    public required Guid EventId { get; init; }

    /// <inheritdoc/>
    public required string OrderNo { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <inheritdoc/>
    public string? Account { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>What the parcel is marked with, up to 200 characters. Default: nothing.</summary>
    public string? Note { get; init; }
}
