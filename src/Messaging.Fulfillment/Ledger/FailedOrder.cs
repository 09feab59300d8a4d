namespace Messaging.Fulfillment.Ledger;

/// <summary>An order event that failed. Without the words of its result, which may be personal.</summary>
/// <param name="EventId">The order event's id.</param>
/// <param name="Vendor">The vendor's name.</param>
/// <param name="Account">The account's name; empty where the event named none.</param>
/// <param name="OrderNo">The order's number.</param>
/// <param name="Reason">Why, as in the result's JSON: <c>rejectedByVendor</c>.</param>
/// <param name="Code">The vendor's code; null where there is none, or none that is fit to be shown.</param>
/// <param name="SettledAt">When the failure was recorded.</param>
/// <param name="RetriedAs">The order event that replaced it; null while none has.</param>
public sealed record FailedOrder(
    Guid EventId,
    string Vendor,
    string Account,
    string OrderNo,
    string Reason,
    string? Code,
    DateTimeOffset SettledAt,
    Guid? RetriedAs);
