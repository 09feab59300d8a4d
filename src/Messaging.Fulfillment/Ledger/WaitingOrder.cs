namespace Messaging.Fulfillment.Ledger;

/// <summary>
/// An order event that waits in the ledger and that no worker works on. Without words of the vendor, which may be
/// personal.
/// </summary>
/// <param name="EventId">The order event's id.</param>
/// <param name="Vendor">The vendor's name.</param>
/// <param name="Account">The account's name; empty where the event named none.</param>
/// <param name="OrderNo">The order's number.</param>
/// <param name="Reason">Why it waits.</param>
/// <param name="InDoubt">True when a call may have done it without the outcome being known.</param>
/// <param name="Attempts">In how many vendor calls it was sent.</param>
/// <param name="Code">The vendor's last code; null where there is none.</param>
/// <param name="ReceivedAt">When it came from the broker.</param>
/// <param name="DueAt">When it may be tried again.</param>
/// <param name="Deadline">
/// The last moment at which doing it still makes sense; null where the event names none.
/// </param>
public sealed record WaitingOrder(
    Guid EventId,
    string Vendor,
    string Account,
    string OrderNo,
    WaitReason Reason,
    bool InDoubt,
    int Attempts,
    string? Code,
    DateTimeOffset ReceivedAt,
    DateTimeOffset DueAt,
    DateTimeOffset? Deadline);
