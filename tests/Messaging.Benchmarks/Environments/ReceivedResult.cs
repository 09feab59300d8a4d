namespace Messaging.Benchmarks.Environments;

/// <summary>A result.</summary>
/// <param name="OrderEventId">The order event that it answers.</param>
/// <param name="IsSuccess">Whether the order was done.</param>
/// <param name="SentAt">When it was published.</param>
/// <param name="At">When it was received, a timestamp of the system's clock.</param>
internal readonly record struct ReceivedResult(Guid OrderEventId, bool IsSuccess, DateTimeOffset SentAt, long At);
