using Messaging.Fulfillment.Ledger;

namespace Messaging.Fulfillment.Repair;

/// <summary>An order event that tries one that failed again, as if it had just come. Pure.</summary>
internal static class RetryEntry
{
    /// <param name="failed">The one that failed.</param>
    /// <param name="liftDeadline">Whether it may be sent although its deadline has passed.</param>
    /// <param name="now">When it is taken on.</param>
    public static OrderEntry Create(OrderEntry failed, bool liftDeadline, DateTimeOffset now) => failed with
    {
        EventId = RetryId.Of(failed.EventId),
        RetryOf = failed.EventId,
        ReceivedAt = now,
        Deadline = liftDeadline ? null : failed.Deadline,
    };
}
