namespace Messaging.Fulfillment.Ledger;

/// <summary>An order event as the ledger keeps it.</summary>
public sealed record OrderEntry
{
    /// <summary>The order event's id; the entry's identity.</summary>
    public required Guid EventId { get; init; }

    /// <summary>The order event's type, as <c>OrderShipped</c>.</summary>
    public required string EventType { get; init; }

    /// <summary>The vendor's name.</summary>
    public required string Vendor { get; init; }

    /// <summary>The account's name; empty where the event named none and there is none to assume.</summary>
    public required string Account { get; init; }

    /// <summary>The order's number.</summary>
    public required string OrderNo { get; init; }

    /// <summary>When it happened at the publisher; kept to the microsecond.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>When it first came from the broker; kept to the microsecond. Give-up age counts from here.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>
    /// The last moment at which doing it still makes sense, kept to the microsecond; null where the event names none.
    /// </summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>The order event as JSON.</summary>
    public required string Payload { get; init; }

    /// <summary>W3C trace context of the order event's message; null where it had none.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Correlation id of the order event's message; null where it had none.</summary>
    public Guid? CorrelationId { get; init; }

    /// <summary>The order event that failed and is tried again with this one; null of what a publisher sent.</summary>
    public Guid? RetryOf { get; init; }

    /// <summary>How often it has been claimed, this claim included; the ledger counts.</summary>
    public int Claim { get; init; }

    /// <summary>The <see cref="ILease.LeaseEpoch"/> in which it was claimed; the ledger stamps it.</summary>
    public int LeaseEpoch { get; init; }

    /// <summary>The claim that this entry came with.</summary>
    public ClaimKey Key => new(EventId, Claim);

    /// <summary>In how many vendor calls it was sent so far.</summary>
    public int Attempts { get; init; }

    /// <summary>True when an earlier call may have done it without the outcome being known.</summary>
    public bool InDoubt { get; init; }

    /// <summary>True when it has to be sent in a call of its own.</summary>
    public bool Alone { get; init; }

    /// <summary>
    /// True when a newer event of the same order has succeeded meanwhile, or may have been done: to be settled as
    /// superseded, not sent.
    /// </summary>
    public bool Superseded { get; init; }
}
