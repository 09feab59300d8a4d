using System.Collections.Concurrent;
using Messaging.Contracts;

namespace Seller;

/// <summary>What became of the orders. A real system has a database, with a unique key on the result's id.</summary>
public sealed class Orders
{
    private readonly ConcurrentDictionary<Guid, string> _seen = new();

    /// <summary>What became of each order event, by its id.</summary>
    public ConcurrentDictionary<Guid, string> Outcomes { get; } = new();

    /// <summary>Takes a result in; one that was seen before changes nothing.</summary>
    /// <param name="result">The result.</param>
    /// <param name="outcome">What it says.</param>
    public void Apply(IFulfillmentResult result, string outcome)
    {
        if (!_seen.TryAdd(result.EventId, outcome))
            return;
        Outcomes[result.OrderEventId] = outcome;
        Console.WriteLine($"{outcome.Split(' ')[0]} {result.OrderEventId} {result.OrderNo} {outcome}");
    }
}
