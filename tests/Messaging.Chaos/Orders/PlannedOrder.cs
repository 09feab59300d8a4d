using Messaging.Contracts;

namespace Messaging.Chaos.Orders;

/// <summary>The result that is right for an order event.</summary>
public enum Expected
{
    /// <summary>It can only succeed.</summary>
    Success,

    /// <summary>The vendor or the service refuses it.</summary>
    Failure,

    /// <summary>
    /// It succeeds, unless it comes too late: after its deadline, or after a newer event of its order.
    /// </summary>
    SuccessOrTooLate,

    /// <summary>
    /// Somebody else has shipped it. Once a call of ours had no answer, the vendor's answers no longer tell that apart
    /// from a shipment of ours.
    /// </summary>
    ShippedByOthers,
}

/// <summary>An order event to publish.</summary>
/// <param name="Vendor">The vendor that handles it.</param>
/// <param name="Event">The event.</param>
/// <param name="Expected">The result that is right for it.</param>
/// <param name="Copies">How often it is published, with the same id.</param>
public sealed record PlannedOrder(string Vendor, IOrderEvent Event, Expected Expected, int Copies)
{
    /// <summary>What a vendor's request log calls it.</summary>
    public string What => Event is OrderModified modified ? $"{Event.OrderNo} {modified.OrderRemark}" : Event.OrderNo;
}
