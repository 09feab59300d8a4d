using Messaging.Fulfillment.Ledger;

namespace Messaging.Worker.Operations.Orders;

/// <summary>Which of the order events that wait, as an address says it.</summary>
/// <param name="State"><c>waiting</c>; others are not listed.</param>
/// <param name="Vendor">The vendor's name.</param>
/// <param name="Account">The account's name.</param>
/// <param name="Reason">
/// <c>due</c> (for their account or a worker), <c>later</c> (their time has not come) or <c>behind</c> (another event
/// of their order).
/// </param>
/// <param name="Code">The vendor's last code; empty for those without one.</param>
/// <param name="InDoubt">Whether a call may have done them.</param>
/// <param name="OlderThan">Waiting for longer than this, as <c>01:00:00</c>.</param>
internal sealed record WaitingQuery(
    string? State,
    string? Vendor,
    string? Account,
    string? Reason,
    string? Code,
    bool? InDoubt,
    TimeSpan? OlderThan)
{
    public WaitingFilter ToFilter(DateTimeOffset now) => new()
    {
        Vendor = Vendor,
        Account = Account,
        Reason = ReadReason(),
        Code = Code,
        InDoubt = InDoubt,
        ReceivedBefore = OlderThan is { } age ? now - age : null,
    };

    /// <summary>What is wrong with it; null where nothing is.</summary>
    public string? FindError() =>
        State is not (null or "waiting")
            ? "state is waiting: what failed is under /api/failures, and what became of one order under its number."
        : Reason is not null && ReadReason() is null ? "reason is due, later or behind."
        : OlderThan < TimeSpan.Zero || OlderThan > TimeSpan.FromDays(3650) ? "olderThan is 0 to 3,650 days."
        : null;

    private WaitReason? ReadReason() => Reason switch
    {
        "due" => WaitReason.Due,
        "later" => WaitReason.Later,
        "behind" => WaitReason.Behind,
        _ => null,
    };
}
