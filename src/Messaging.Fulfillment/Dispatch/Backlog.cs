using Messaging.Contracts;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Dispatch;

/// <summary>
/// Tells whether more orders are in the queue than are taken in: the broker has delivered nearly as many messages as it
/// may without an acknowledgement, even as a batch is done. While that is so, a call that is not full yet soon will be.
/// </summary>
internal sealed class Backlog<TEvent>(VendorSettings<TEvent> settings, TimeProvider time)
    where TEvent : class, IOrderEvent
{
    private const double NearlyAll = 0.75;

    /// <summary>
    /// For how many batch time limits it is remembered: a gap between deliveries is not yet the end of the queue.
    /// </summary>
    private const int Remembered = 4;

    private int _messages;
    private long _seenAt = long.MinValue;

    /// <summary>Whether there is a backlog, or was until a moment ago.</summary>
    public bool Exists => Volatile.Read(ref _seenAt) is var seen && seen != long.MinValue
        && time.GetElapsedTime(seen) < settings.Current.BatchTimeLimit * Remembered;

    /// <summary>Counts a message that was delivered.</summary>
    public void Delivered() => Interlocked.Increment(ref _messages);

    /// <summary>Counts a message whose batch is done.</summary>
    public void Handled() => Interlocked.Decrement(ref _messages);

    /// <summary>Looks for a backlog; called when a batch is done, before it is acknowledged.</summary>
    public void Observe()
    {
        var limits = settings.Current;
        if (Volatile.Read(ref _messages) >= NearlyAll * limits.BatchSize * limits.ConcurrentBatches)
            Volatile.Write(ref _seenAt, time.GetTimestamp());
    }
}
