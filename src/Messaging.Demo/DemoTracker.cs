using System.Collections.Concurrent;
using Messaging.Contracts;

namespace Messaging.Demo;

/// <summary>
/// Tracks what was sent and which results came back, independently of the service and its ledger.
/// </summary>
internal sealed class DemoTracker(TimeProvider time)
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
