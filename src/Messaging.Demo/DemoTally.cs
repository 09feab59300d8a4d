using System.Collections.Concurrent;
using Messaging.Contracts;

namespace Messaging.Demo;

/// <summary>One order event on its way: when it was first published, and its result once there is one.</summary>
internal sealed class DemoOrder(DemoEvent sent, long publishedAt)
{
    public DemoEvent Sent => sent;

    public IFulfillmentResult? Result { get; private set; }

    /// <summary>From publishing the event to receiving its result.</summary>
    public TimeSpan Took { get; private set; }

    /// <summary>Results after the first; there should be none.</summary>
    public int Surplus { get; private set; }

    /// <returns>Whether it is the first.</returns>
    public bool Answer(IFulfillmentResult result, TimeProvider time)
    {
        lock (this)
        {
            if (Result is not null)
            {
                Surplus++;
                return false;
            }

            Took = time.GetElapsedTime(publishedAt);
            Result = result;
            return true;
        }
    }
}

/// <summary>Keeps account of what was sent and what came back, apart from the service and its ledger.</summary>
internal sealed class DemoTally(TimeProvider time)
{
    private readonly ConcurrentDictionary<Guid, DemoOrder> _orders = new();
    private int _answered;

    /// <summary>The order events, each once.</summary>
    public IEnumerable<DemoOrder> Orders => _orders.Select(order => order.Value);

    public int Answered => Volatile.Read(ref _answered);

    public void Sending(DemoEvent sent) =>
        _orders.GetOrAdd(sent.Event.EventId, _ => new DemoOrder(sent, time.GetTimestamp()));

    public void Received(IFulfillmentResult result)
    {
        if (_orders.TryGetValue(result.OrderEventId, out var order) && order.Answer(result, time))
            Interlocked.Increment(ref _answered);
    }
}
