using Messaging.Fulfillment.Ledger;

namespace Messaging.Worker.Operations.Failures;

/// <summary>Which failures, as an address says it.</summary>
/// <param name="Vendor">The vendor's name.</param>
/// <param name="Account">The account's name.</param>
/// <param name="Reason">As in the results: <c>rejectedByVendor</c>.</param>
/// <param name="Code">The vendor's code; empty for those without one.</param>
/// <param name="From">Recorded then or later.</param>
/// <param name="Before">Recorded before.</param>
/// <param name="Open">True for those that nobody has retried, false for those that somebody has.</param>
internal sealed record FailureQuery(
    string? Vendor,
    string? Account,
    string? Reason,
    string? Code,
    DateTimeOffset? From,
    DateTimeOffset? Before,
    bool? Open)
{
    /// <summary>All that nobody has retried.</summary>
    public static FailureQuery Unretried { get; } = new(null, null, null, null, null, null, Open: true);

    public FailureFilter ToFilter() => new()
    {
        Vendor = Vendor,
        Account = Account,
        Reason = Reason,
        Code = Code,
        From = From,
        Before = Before,
        IsOpen = Open,
    };
}
