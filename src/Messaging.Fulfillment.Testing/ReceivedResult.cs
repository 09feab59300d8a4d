using Messaging.Contracts;
using Xunit;

namespace Messaging.Fulfillment.Testing;

/// <summary>A result as a subscriber got it.</summary>
/// <param name="Result">The result.</param>
/// <param name="MessageId">Its message id.</param>
/// <param name="CorrelationId">Its correlation id.</param>
/// <param name="TraceParent">The trace that it belongs to.</param>
public sealed record ReceivedResult(
    IFulfillmentResult Result, Guid? MessageId, Guid? CorrelationId, string? TraceParent)
{
    /// <summary>The result, which has to be a failure.</summary>
    public FulfillmentFailed Failed => Assert.IsType<FulfillmentFailed>(Result);
}
