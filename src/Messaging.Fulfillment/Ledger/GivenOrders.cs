namespace Messaging.Fulfillment.Ledger;

/// <summary>
/// Order events as given to a ledger, where an id may occur twice: the first of an id is the one to record.
/// </summary>
internal sealed class GivenOrders
{
    private readonly List<OrderEntry> _again = [];

    public GivenOrders(IReadOnlyList<OrderEntry> orders)
    {
        var ids = new HashSet<Guid>(orders.Count);
        var first = new List<OrderEntry>(orders.Count);
        foreach (var order in orders)
            (ids.Add(order.EventId) ? first : _again).Add(order);
        First = first;
    }

    /// <summary>The events to record, in the order given.</summary>
    public IReadOnlyList<OrderEntry> First { get; }

    /// <summary>All that were not recorded: ids that stood in the list before, and ids that the ledger knew.</summary>
    /// <param name="isNew">Whether an id was recorded now.</param>
    public IReadOnlyList<OrderEntry> FindKnown(Func<Guid, bool> isNew) =>
        [.. First.Where(order => !isNew(order.EventId)), .. _again];
}
