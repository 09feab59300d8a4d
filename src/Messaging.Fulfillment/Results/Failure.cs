using Messaging.Contracts;

namespace Messaging.Fulfillment.Results;

/// <summary>Why an order event failed, for its result.</summary>
internal sealed record Failure(
    FailureReason Reason, string Message, bool CanRetry, string? VendorCode = null, string? VendorMessage = null)
{
    /// <summary>Whether the vendor may have done it all the same.</summary>
    public bool MayBeApplied { get; init; }
}
