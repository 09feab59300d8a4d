using System.Collections.Concurrent;

namespace Messaging.VendorSimulator.Journal;

/// <summary>
/// The orders that a vendor was sent, and totals over them. An order exists from the moment it is first sent.
/// </summary>
internal sealed class OrderBook
{
    private readonly ConcurrentDictionary<string, OrderRecord> _orders = new(StringComparer.Ordinal);
    private long _applications;
    private long _appliedOrders;
    private int _maxApplications;

    public int Count => _orders.Count;

    public long Applications => Volatile.Read(ref _applications);

    public long AppliedOrders => Volatile.Read(ref _appliedOrders);

    public int MaxApplications => Volatile.Read(ref _maxApplications);

    public IEnumerable<string> OrderNos => _orders.Select(order => order.Key);

    /// <summary>
    /// Records that an order was sent and, with an application, applies it unless it has been applied
    /// <paramref name="atMost"/> times.
    /// </summary>
    /// <returns>Whether it was applied.</returns>
    public bool Send(string orderNo, string appId, Application? application, int atMost)
    {
        var record = _orders.GetOrAdd(orderNo, static _ => new OrderRecord());
        int applied;
        lock (record)
        {
            record.Sent(appId);
            if (application is not { } change || record.Applied >= atMost)
                return false;
            record.Apply(change);
            applied = record.Applied;
        }

        Interlocked.Increment(ref _applications);
        if (applied == 1)
            Interlocked.Increment(ref _appliedOrders);
        RaiseMax(applied);
        return true;
    }

    public JournalEntry? Find(string orderNo)
    {
        if (!_orders.TryGetValue(orderNo, out var record))
            return null;
        lock (record)
            return record.ToEntry(orderNo);
    }

    private void RaiseMax(int applied)
    {
        for (var max = MaxApplications; applied > max; max = MaxApplications)
            Interlocked.CompareExchange(ref _maxApplications, applied, max);
    }
}
