namespace Messaging.VendorSimulator.Journal;

/// <summary>
/// What one vendor did; also the state of its orders. Thread-safe.
/// </summary>
public sealed class VendorJournal
{
    /// <summary>How many applications of one order are kept; later ones are only counted.</summary>
    public const int MaxApplicationsKept = 100;

    private volatile Pages _pages = new();

    internal VendorJournal(string vendor) => Vendor = vendor;

    /// <summary>The vendor's name.</summary>
    public string Vendor { get; }

    internal CallCounts Counts => _pages.Counts;

    /// <summary>What was done with one order, or null when it was never sent.</summary>
    /// <param name="orderNo">The order's number.</param>
    public JournalEntry? Find(string orderNo) => _pages.Orders.Find(orderNo);

    /// <summary>What was done with every order that was sent, in no particular order.</summary>
    public IEnumerable<JournalEntry> Entries()
    {
        var orders = _pages.Orders;
        return orders.OrderNos.Select(orderNo => orders.Find(orderNo)!);
    }

    /// <summary>The totals.</summary>
    public JournalSummary Summarize()
    {
        var (counts, orders) = (_pages.Counts, _pages.Orders);
        var byOrders = counts.ByOrders;
        return new JournalSummary
        {
            Calls = counts.Calls,
            Refused = counts.Refused,
            SignatureFailures = counts.SignatureFailures,
            Orders = orders.Count,
            AppliedOrders = orders.AppliedOrders,
            Applications = orders.Applications,
            MaxApplicationsOfOneOrder = orders.MaxApplications,
            OrdersSent = byOrders.Sum(size => size.Key * size.Value),
            MaxOrdersPerCall = byOrders.Keys.DefaultIfEmpty().Max(),
            OrdersPerCall = byOrders,
            Faults = counts.ByFault,
        };
    }

    /// <summary>Forgets everything, the orders' states too: an order that was shipped can be shipped again.</summary>
    public void Reset() => _pages = new();

    /// <summary>Records the size of a well-formed call.</summary>
    /// <param name="orders">How many orders it carries; more than 1,000 are counted as 1,000.</param>
    public void CountOrders(int orders) => Counts.Orders(orders);

    /// <summary>Records that an order was sent and not applied.</summary>
    /// <param name="orderNo">The order's number.</param>
    /// <param name="appId">The application id of the account that sent it.</param>
    public void Touch(string orderNo, string appId) =>
        _pages.Orders.Send(orderNo, appId, application: null, atMost: 0);

    /// <summary>Records that an order was sent and applied, as at a vendor that sets values.</summary>
    /// <param name="orderNo">The order's number.</param>
    /// <param name="appId">The application id of the account that sent it.</param>
    /// <param name="application">What was applied.</param>
    public void Apply(string orderNo, string appId, Application application) =>
        _pages.Orders.Send(orderNo, appId, application, atMost: int.MaxValue);

    /// <summary>
    /// Records that an order was sent, and applied unless it was before, as at a vendor that refuses repeats.
    /// </summary>
    /// <param name="orderNo">The order's number.</param>
    /// <param name="appId">The application id of the account that sent it.</param>
    /// <param name="application">What was applied.</param>
    /// <returns>Whether it was applied now.</returns>
    public bool TryApplyOnce(string orderNo, string appId, Application application) =>
        _pages.Orders.Send(orderNo, appId, application, atMost: 1);

    private sealed class Pages
    {
        public CallCounts Counts { get; } = new();

        public OrderBook Orders { get; } = new();
    }
}
