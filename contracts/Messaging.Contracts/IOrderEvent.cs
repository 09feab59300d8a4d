using MassTransit;

namespace Messaging.Contracts;

/// <summary>
/// What every order event carries. An order event asks for one thing to be done with one order at one vendor,
/// and is answered by exactly one <see cref="FulfillmentSucceeded"/> or <see cref="FulfillmentFailed"/>.
/// </summary>
[ExcludeFromTopology]
[ExcludeFromImplementedTypes]
public interface IOrderEvent
{
    /// <summary>
    /// Identity of this event, a UUID that the publisher makes once and repeats when it publishes the same event again:
    /// an event that comes twice is answered once. Example: <c>0b9d5c7e-6a52-4e63-9a77-0d0f6f2f6a10</c>.
    /// </summary>
    Guid EventId { get; }

    /// <summary>
    /// The order's number as the vendor knows it, 1 to 64 characters. Always text: Doudian's numbers have 19 digits and
    /// do not survive a JSON number. Example: <c>4948795729456854758</c>.
    /// </summary>
    string OrderNo { get; }

    /// <summary>
    /// When it happened in the publisher's system, with offset. Events of one order are applied in this order; one that
    /// is older than what was already applied is answered as superseded. Example: <c>2026-11-11T00:00:03.120+08:00</c>.
    /// </summary>
    DateTimeOffset OccurredAt { get; }

    /// <summary>
    /// Name of the account at the vendor, as the operator configured it. May be left out where exactly one account is
    /// configured. Example: <c>flagship-store</c>.
    /// </summary>
    string? Account { get; }

    /// <summary>
    /// The last moment at which doing this still makes sense; past it the order is answered as expired instead of being
    /// sent. Left out: no deadline of its own, only the service's give-up age.
    /// </summary>
    DateTimeOffset? Deadline { get; }
}
