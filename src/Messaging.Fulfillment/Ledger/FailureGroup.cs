namespace Messaging.Fulfillment.Ledger;

/// <summary>Failures of one vendor with one reason and one code.</summary>
/// <param name="Vendor">The vendor's name.</param>
/// <param name="Reason">Why, as in the results' JSON: <c>rejectedByVendor</c>.</param>
/// <param name="Code">The vendor's code; null where there is none.</param>
/// <param name="Count">How many.</param>
/// <param name="First">When the first was recorded.</param>
/// <param name="Last">When the latest was recorded.</param>
public sealed record FailureGroup(
    string Vendor, string Reason, string? Code, long Count, DateTimeOffset First, DateTimeOffset Last);
