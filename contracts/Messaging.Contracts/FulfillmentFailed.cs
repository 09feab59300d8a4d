using System.Text.Json.Serialization;
using MassTransit;

namespace Messaging.Contracts;

/// <summary>What the order event asked for was not done, and the service will not try again by itself.</summary>
[EntityName("fulfillment-failed")]
[MessageUrn("Messaging.Contracts:FulfillmentFailed")]
public sealed record FulfillmentFailed : IFulfillmentResult
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

    /// <summary>Why, as one of a few values that a program can branch on.</summary>
    public required FailureReason Reason { get; init; }

    /// <summary>Why, in a sentence for a person: what is wrong, where, and what to do.</summary>
    public required string Message { get; init; }

    /// <summary>
    /// The vendor's own code, as it sent it; left out when the vendor did not answer or was not asked. Example:
    /// <c>isv.business-failed:60110</c>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? VendorCode { get; init; }

    /// <summary>
    /// The vendor's own text, as it sent it, up to 1,000 characters; it may quote the order. Left out when the vendor
    /// said nothing of this order by itself. Example: <c>产品[ERP_1113005]库存不足</c>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? VendorMessage { get; init; }

    /// <summary>
    /// True when a new event with the same content may succeed later, as after stock has come in or a vendor is back;
    /// false when the content itself must change first, its deadline included.
    /// </summary>
    public required bool CanRetry { get; init; }
}

/// <summary>Why an order event failed. In JSON by name, as in <c>"rejectedByVendor"</c>.</summary>
[JsonConverter(typeof(FailureReasonJsonConverter))]
public enum FailureReason
{
    /// <summary>A reason that this version of the contracts does not know; never sent.</summary>
    Unrecognized = 0,

    /// <summary>The event cannot be read or breaks a rule of the vendor; it was not sent.</summary>
    InvalidEvent = 1,

    /// <summary>
    /// The event names no account that is configured, or none where there are several; it was not sent.
    /// </summary>
    UnknownAccount = 2,

    /// <summary>The vendor was asked and said no.</summary>
    RejectedByVendor = 3,

    /// <summary>
    /// The vendor gave no clear answer before the service gave up. Where the message says that the outcome is unknown,
    /// the vendor may have done it all the same.
    /// </summary>
    RetriesExhausted = 4,

    /// <summary>
    /// A newer event of the same order was already applied, or may have been (its own result says so); it was not sent.
    /// </summary>
    Superseded = 5,

    /// <summary>The event's deadline passed before it could be sent.</summary>
    Expired = 6,

    /// <summary>
    /// An operator gave it up, and the message says why. Where it says that the outcome is unknown, the vendor may have
    /// done it all the same.
    /// </summary>
    GivenUpByOperator = 7,
}
