namespace Messaging.Fulfillment.Intake;

/// <summary>To which order event a message belongs, whatever else is wrong with it.</summary>
public static class OrderReference
{
    /// <summary>Reads what stands before the place where the message's JSON breaks.</summary>
    /// <param name="body">The message, plain or in an envelope.</param>
    /// <returns>
    /// The order event's id, and the order's number as far as it can be kept, without control characters, empty where
    /// it cannot be read; null where no event id can be read.
    /// </returns>
    public static (Guid EventId, string OrderNo)? TryRead(ReadOnlySpan<byte> body) =>
        UnreadableMessage.TryRead(body) is { } message ? (message.EventId, message.OrderNo) : null;
}
