namespace Messaging.Fulfillment.Ledger;

/// <summary>What came of a claimed entry.</summary>
/// <param name="Key">The claim that it ends.</param>
/// <param name="Attempts">In how many vendor calls it was sent in all.</param>
public abstract record Settlement(ClaimKey Key, int Attempts)
{
    /// <summary>It is over: the result is stored, to be published.</summary>
    /// <param name="Result">The result event.</param>
    public sealed record Final(ClaimKey Key, int Attempts, StoredResult Result) : Settlement(Key, Attempts);

    /// <summary>It waits in the ledger for another attempt.</summary>
    /// <param name="DueAt">When it may be claimed again.</param>
    /// <param name="InDoubt">True when a call may have done it.</param>
    /// <param name="Alone">True when it has to be sent in a call of its own.</param>
    /// <param name="Code">The last code of the vendor, for operators.</param>
    /// <param name="Message">Why it waits, for operators.</param>
    public sealed record Deferred(
        ClaimKey Key, int Attempts, DateTimeOffset DueAt, bool InDoubt, bool Alone, string? Code, string? Message)
        : Settlement(Key, Attempts);
}

/// <summary>A result event as the ledger stores it.</summary>
/// <param name="EventId">The order event that it answers.</param>
/// <param name="Vendor">The vendor's name.</param>
/// <param name="Succeeded">True: a <c>FulfillmentSucceeded</c>; false: a <c>FulfillmentFailed</c>.</param>
/// <param name="Json">The result event as JSON.</param>
/// <param name="TraceParent">W3C trace context of the order event's message.</param>
/// <param name="CorrelationId">Correlation id of the order event's message.</param>
public sealed record StoredResult(
    Guid EventId, string Vendor, bool Succeeded, string Json, string? TraceParent, Guid? CorrelationId);
