using System.Text.Json.Serialization;
using MassTransit;

namespace Messaging.Contracts;

/// <summary>The vendor has done what the order event asked for.</summary>
[EntityName("fulfillment-succeeded")]
[MessageUrn("Messaging.Contracts:FulfillmentSucceeded")]
public sealed record FulfillmentSucceeded : IFulfillmentResult
{
    /// <inheritdoc/>
    public required Guid EventId { get; init; }

    /// <inheritdoc/>
    public required Guid OrderEventId { get; init; }

    /// <inheritdoc/>
    public required string OrderEventType { get; init; }

    /// <inheritdoc/>
    public required string OrderNo { get; init; }

    /// <inheritdoc/>
    public required string Vendor { get; init; }

    /// <inheritdoc/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Account { get; init; }

    /// <inheritdoc/>
    public required int Attempts { get; init; }

    /// <inheritdoc/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? VendorRequestId { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset SettledAt { get; init; }

    /// <inheritdoc/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? RetryOf { get; init; }
}
