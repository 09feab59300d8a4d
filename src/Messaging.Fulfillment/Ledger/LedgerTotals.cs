namespace Messaging.Fulfillment.Ledger;

/// <summary>The sums of one vendor.</summary>
/// <param name="Vendor">The vendor's name.</param>
/// <param name="Received">Order events taken on, ever (a counter).</param>
/// <param name="Succeeded">Settled as succeeded, ever (a counter).</param>
/// <param name="Failed">Settled as failed, ever (a counter).</param>
/// <param name="Waiting">Entries that are not settled (counted).</param>
/// <param name="Unpublished">Settled entries whose result is not yet confirmed by the broker (counted).</param>
/// <param name="OldestWaiting">
/// When the oldest entry that is not settled was received; null where there is none.
/// </param>
public sealed record LedgerTotals(
    string Vendor,
    long Received,
    long Succeeded,
    long Failed,
    long Waiting,
    long Unpublished,
    DateTimeOffset? OldestWaiting)
{
    /// <summary>
    /// Received − succeeded − failed − waiting: 0, or events were lost (positive) or counted twice (negative).
    /// </summary>
    public long Drift => Received - Succeeded - Failed - Waiting;
}

/// <summary>What is known of one order event, for people.</summary>
/// <param name="EventId">The order event's id.</param>
/// <param name="EventType">Its type.</param>
/// <param name="Vendor">The vendor.</param>
/// <param name="Account">The account.</param>
/// <param name="OccurredAt">When it happened at the publisher.</param>
/// <param name="ReceivedAt">When it came from the broker.</param>
/// <param name="State">waiting, claimed, settled or published.</param>
/// <param name="Owner">The worker that has it, or had it last; null while it waits.</param>
/// <param name="Attempts">In how many vendor calls it was sent.</param>
/// <param name="InDoubt">True when a call may have done it without the outcome being known.</param>
/// <param name="DueAt">When it is tried again; null once settled.</param>
/// <param name="Code">The vendor's last code.</param>
/// <param name="Message">Why it waits, or null.</param>
/// <param name="ResultJson">The result event as JSON; null until settled.</param>
/// <param name="SettledAt">When the outcome was recorded.</param>
/// <param name="PublishedAt">When the broker confirmed the result.</param>
public sealed record OrderStatus(
    Guid EventId,
    string EventType,
    string Vendor,
    string Account,
    DateTimeOffset OccurredAt,
    DateTimeOffset ReceivedAt,
    string State,
    string? Owner,
    int Attempts,
    bool InDoubt,
    DateTimeOffset? DueAt,
    string? Code,
    string? Message,
    string? ResultJson,
    DateTimeOffset? SettledAt,
    DateTimeOffset? PublishedAt);

/// <summary>A database that cannot be reached.</summary>
/// <param name="Since">Since when.</param>
/// <param name="Reason">The database's last words, without credentials.</param>
public sealed record LedgerOutage(DateTimeOffset Since, string Reason);

/// <summary>The ledger cannot be used as it is configured.</summary>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="inner">The cause.</param>
public sealed class LedgerException(string message, Exception? inner = null) : Exception(message, inner);
