using System.Collections.Concurrent;

namespace Messaging.Chaos.Vendors;

/// <summary>A vendor was asked for something.</summary>
/// <param name="What">The order's number; at EM, where an order is modified several times, with the remark.</param>
/// <param name="At">When the request came.</param>
/// <param name="Until">When it was answered or cut off.</param>
public sealed record VendorRequest(string What, DateTimeOffset At, DateTimeOffset Until);

/// <summary>When each order was asked for: the journal tells how often only.</summary>
public sealed class RequestLog
{
    private readonly ConcurrentDictionary<(string Vendor, string OrderNo), ConcurrentQueue<VendorRequest>> _requests = new();

    /// <summary>The requests that named the order, in the order in which they ended.</summary>
    public IReadOnlyCollection<VendorRequest> Of(string vendor, string orderNo) =>
        _requests.TryGetValue((vendor, orderNo), out var requests) ? requests : [];

    /// <summary>Orders that were in two requests at the same moment.</summary>
    public int CountOverlaps() => _requests.Values.Count(requests =>
    {
        var sorted = requests.OrderBy(request => request.At).ToList();
        return sorted.Zip(sorted.Skip(1)).Any(pair => pair.Second.At < pair.First.Until);
    });

    internal void Add(string vendor, AskedFor asked, DateTimeOffset at, DateTimeOffset until) =>
        _requests.GetOrAdd((vendor, asked.OrderNo), _ => new()).Enqueue(new(asked.What, at, until));
}
