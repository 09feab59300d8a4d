namespace Messaging.VendorSimulator.Journal;

/// <summary>What a vendor did in total since it was started or its journal was reset.</summary>
public sealed record JournalSummary
{
    /// <summary>
    /// Calls that came in, those that were cut off or refused included; at Polyv also queries of single orders.
    /// </summary>
    public required long Calls { get; init; }

    /// <summary>
    /// Calls refused as a whole: application id, timestamp, signature, rate, format, list limit, poisoned order.
    /// </summary>
    public required long Refused { get; init; }

    /// <summary>Calls refused for their signature.</summary>
    public required long SignatureFailures { get; init; }

    /// <summary>Different orders that were sent.</summary>
    public required int Orders { get; init; }

    /// <summary>Different orders that were applied at least once.</summary>
    public required long AppliedOrders { get; init; }

    /// <summary>Applications of all orders.</summary>
    public required long Applications { get; init; }

    /// <summary>Applications of the order that was applied most often.</summary>
    public required int MaxApplicationsOfOneOrder { get; init; }

    /// <summary>Orders in all well-formed calls, repeats included.</summary>
    public required long OrdersSent { get; init; }

    /// <summary>Orders in the largest well-formed call.</summary>
    public required int MaxOrdersPerCall { get; init; }

    /// <summary>Number of well-formed calls by the number of orders in them.</summary>
    public required IReadOnlyDictionary<int, long> OrdersPerCall { get; init; }

    /// <summary>Number of calls by the fault that was injected; a key is, for example, <c>dropAfter</c>.</summary>
    public required IReadOnlyDictionary<string, long> Faults { get; init; }
}
