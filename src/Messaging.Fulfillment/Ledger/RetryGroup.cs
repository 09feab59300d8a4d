namespace Messaging.Fulfillment.Ledger;

/// <summary>Failures that are tried again together.</summary>
/// <param name="Vendor">Their vendor.</param>
/// <param name="Reason">Their reason, as in the results' JSON: <c>rejectedByVendor</c>.</param>
/// <param name="Code">Their code; empty for those without one, null for whatever code.</param>
/// <param name="Account">Their account; null for all.</param>
public sealed record RetryGroup(string Vendor, string Reason, string? Code, string? Account)
{
    /// <summary>Those of them that nobody has retried.</summary>
    /// <param name="before">Recorded before.</param>
    public FailureFilter ToFilter(DateTimeOffset before) => new()
    {
        Vendor = Vendor,
        Reason = Reason,
        Code = Code,
        Account = Account,
        Before = before,
        IsOpen = true,
    };
}
