using MassTransit;
using Messaging.Contracts;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Intake;

/// <summary>
/// Tells whether more orders stand in the queue than are taken in: the broker has sent nearly as many messages as it may send without an
/// acknowledgement, even as a batch is done. While that is so a call that is not full yet soon will be.
/// </summary>
internal sealed class Backlog<TEvent>(VendorSettings<TEvent> settings, TimeProvider time) : IFilter<ConsumeContext<TEvent>>
    where TEvent : class, IOrderEvent
{
    private const double NearlyAll = 0.75;

    /// <summary>How many times the batch time limit it is remembered: a gap in the deliveries is not yet the end of the queue.</summary>
    private const int Remembered = 4;

    private int _messages;
    private long _seenAt = DateTimeOffset.MinValue.UtcTicks;

    /// <summary>Whether there is one, or was until a moment ago.</summary>
    public bool IsThere => time.GetUtcNow().UtcTicks - Volatile.Read(ref _seenAt) < Remembered * settings.Current.BatchTimeLimit.Ticks;

    /// <summary>Has a look, as a batch is done and before it is acknowledged.</summary>
    public void Look()
    {
        var limits = settings.Current;
        if (Volatile.Read(ref _messages) >= NearlyAll * limits.BatchSize * limits.ConcurrentBatches)
            Volatile.Write(ref _seenAt, time.GetUtcNow().UtcTicks);
    }

    /// <summary>Counts a message from its arrival until its batch is done.</summary>
    public async Task Send(ConsumeContext<TEvent> context, IPipe<ConsumeContext<TEvent>> next)
    {
        Interlocked.Increment(ref _messages);
        try
        {
            await next.Send(context);
        }
        finally
        {
            Interlocked.Decrement(ref _messages);
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("backlog");
}
