namespace Messaging.Fulfillment.Ledger;

/// <summary>How a claim of an entry ends.</summary>
/// <param name="Key">The claim that it ends.</param>
/// <param name="Attempts">In how many vendor calls it was sent in all.</param>
public abstract record Settlement(ClaimKey Key, int Attempts)
{
    /// <summary>
    /// The calls in which it was sent since it was claimed, in their order. Orders of one call share the list. Default:
    /// none.
    /// </summary>
    public IReadOnlyList<SentCall> Calls { get; init; } = [];

    internal SentCall? LastCall => Calls is [.., var last] ? last : null;

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
