using Messaging.Contracts;
using Xunit;

namespace Messaging.Testing.Service;

/// <summary>A result as a subscriber got it.</summary>
public sealed record ReceivedResult(
    IFulfillmentResult Result, Guid? MessageId, Guid? CorrelationId, string? TraceParent)
{
    /// <summary>What its message has that its schema does not allow.</summary>
    public required IReadOnlyList<string> Violations { get; init; }

    public FulfillmentFailed Failed => Assert.IsType<FulfillmentFailed>(Result);
}
