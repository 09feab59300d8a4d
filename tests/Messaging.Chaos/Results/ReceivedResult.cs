using System.Collections.Concurrent;
using Messaging.Contracts;

namespace Messaging.Chaos.Results;

/// <summary>The results of one order event.</summary>
/// <param name="Result">The first result.</param>
/// <param name="MessageId">Its message's id.</param>
/// <param name="Body">Its body as it came.</param>
/// <param name="At">When it first came.</param>
public sealed record ReceivedResult(IFulfillmentResult Result, string? MessageId, string Body, DateTimeOffset At)
{
    /// <summary>
    /// When it came again with the same content; what the broker delivers again by itself does not count.
    /// </summary>
    public ConcurrentQueue<DateTimeOffset> RepeatedAt { get; } = new();

    /// <summary>How often the same order event was answered with another content or another id.</summary>
    public int Contradictions { get; internal set; }

    /// <summary>What its message has that its schema does not allow.</summary>
    public required IReadOnlyList<string> Violations { get; init; }

    /// <summary>The reason, where it failed.</summary>
    public FulfillmentFailed? Failed => Result as FulfillmentFailed;
}
