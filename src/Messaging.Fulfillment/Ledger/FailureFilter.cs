namespace Messaging.Fulfillment.Ledger;

/// <summary>Which failures. What is null does not matter.</summary>
public sealed record FailureFilter
{
    /// <summary>The vendor's name, exactly.</summary>
    public string? Vendor { get; init; }

    /// <summary>The account's name, exactly.</summary>
    public string? Account { get; init; }

    /// <summary>Why, as in the results' JSON: <c>rejectedByVendor</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>The vendor's code, exactly; empty for those without one.</summary>
    public string? Code { get; init; }

    /// <summary>Recorded then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Recorded before.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>True for those that nobody has retried, false for those that somebody has.</summary>
    public bool? IsOpen { get; init; }
}
