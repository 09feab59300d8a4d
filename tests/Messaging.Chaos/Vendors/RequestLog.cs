using System.Collections.Concurrent;

namespace Messaging.Chaos.Vendors;

/// <summary>When each order was requested: the journal says only how often.</summary>
public sealed class RequestLog
{
    private readonly ConcurrentDictionary<(
        string Vendor, string OrderNo), ConcurrentQueue<VendorRequest>> _requests = new();

    /// <summary>The requests that named the order, in the order in which they ended.</summary>
    public IReadOnlyCollection<VendorRequest> Find(string vendor, string orderNo) =>
        _requests.TryGetValue((vendor, orderNo), out var requests) ? requests : [];

    /// <summary>Orders that were in two requests at the same moment.</summary>
    public IReadOnlyList<string> FindOverlaps() =>
    [
        .. from order in _requests
        let sorted = order.Value.OrderBy(request => request.At).ToList()
        from pair in sorted.Zip(sorted.Skip(1))
        where pair.Second.At < pair.First.Until
        select $"{pair.First.What} at {order.Key.Vendor}: asked {pair.First.At:O}, until {pair.First.Until:O}, and "
            + $"{pair.Second.At:O}",
    ];

    internal void Add(string vendor, AskedFor asked, DateTimeOffset at, DateTimeOffset until) =>
        _requests.GetOrAdd((vendor, asked.OrderNo), _ => new()).Enqueue(new(asked.What, at, until));
}
