using MassTransit;

namespace Messaging.Contracts;

/// <summary>What both results carry: which order event is answered, by whom, and when.</summary>
[ExcludeFromTopology]
[ExcludeFromImplementedTypes]
public interface IFulfillmentResult
{
    /// <summary>
    /// Identity of this result, derived from <see cref="OrderEventId"/> (UUID version 5) and equal to the MessageId it
    /// travels with. After a crash a result may come twice, always with the same identity and content: drop what you
    /// have seen.
    /// </summary>
    Guid EventId { get; }

    /// <summary>The <see cref="IOrderEvent.EventId"/> of the order event that is answered.</summary>
    Guid OrderEventId { get; }

    /// <summary>
    /// The type of the order event that is answered: <c>OrderShipped</c>, <c>OrderModified</c> or
    /// <c>OrderMarkedDelivering</c>.
    /// </summary>
    string OrderEventType { get; }

    /// <summary>The order's number, as in the order event.</summary>
    string OrderNo { get; }

    /// <summary>
    /// The vendor responsible for this kind of order event: <c>fengchao</c>, <c>em</c> or <c>polyv</c>.
    /// </summary>
    string Vendor { get; }

    /// <summary>The account that was used, or that the order event named; left out when neither is known.</summary>
    string? Account { get; }

    /// <summary>In how many vendor calls the order was sent, repeats included; 0 when it was never sent.</summary>
    int Attempts { get; }

    /// <summary>
    /// The vendor's id of the call that brought the outcome, to quote to its support; left out where it sent none.
    /// </summary>
    string? VendorRequestId { get; }

    /// <summary>When the outcome was recorded, UTC.</summary>
    DateTimeOffset SettledAt { get; }

    /// <summary>
    /// The <see cref="OrderEventId"/> of an earlier failure, where an operator had the order tried again; left out
    /// otherwise. <see cref="OrderEventId"/> is then an id of the service's own, which no publisher sent. The earlier
    /// result stays as it was; this one is what became of the order after all.
    /// </summary>
    Guid? RetryOf { get; }
}
