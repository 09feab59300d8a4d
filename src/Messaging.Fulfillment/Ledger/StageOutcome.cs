namespace Messaging.Fulfillment.Ledger;

/// <summary>What has become of the orders of a stage.</summary>
/// <param name="Waiting">How many have no result yet.</param>
/// <param name="Succeeded">How many succeeded.</param>
/// <param name="Failures">How many failed, by reason and code, the most frequent first.</param>
public sealed record StageOutcome(int Waiting, int Succeeded, IReadOnlyList<FailureCount> Failures)
{
    /// <summary>Of no orders.</summary>
    public static StageOutcome None { get; } = new(0, 0, []);

    /// <summary>How many failed.</summary>
    public int Failed => Failures.Sum(failure => failure.Count);
}

/// <summary>Failures with one reason and one code.</summary>
/// <param name="Reason">Why, as in the results' JSON: <c>rejectedByVendor</c>.</param>
/// <param name="Code">The vendor's code; null where there is none.</param>
/// <param name="Count">How many.</param>
public sealed record FailureCount(string Reason, string? Code, int Count);
