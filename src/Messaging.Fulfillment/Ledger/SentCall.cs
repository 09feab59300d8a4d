namespace Messaging.Fulfillment.Ledger;

/// <summary>
/// One vendor call as the ledger keeps it: once, however many orders it carried. Of its answer only what concerns the
/// call: no words, which may quote an order.
/// </summary>
public sealed record SentCall
{
    /// <summary>What <see cref="Outcome"/> says of a call that the vendor answered for each order.</summary>
    public const string Answered = "answered";

    /// <summary>Its id; those of later calls are greater (<see cref="Guid.CreateVersion7()"/>).</summary>
    public required Guid Id { get; init; }

    /// <summary>The worker that made it; the ledger stamps it.</summary>
    public string Worker { get; init; } = "";

    /// <summary>When it left.</summary>
    public required DateTimeOffset Began { get; init; }

    /// <summary>How long it took until it was answered or given up; kept to the millisecond.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>How many orders it carried.</summary>
    public required int Orders { get; init; }

    /// <summary>
    /// <see cref="Answered"/>, or why it failed as a whole: a <see cref="Retries.CallFaultKind"/> as <c>notSent</c>.
    /// </summary>
    public required string Outcome { get; init; }

    /// <summary>The vendor's code for that; null where there is none, or none that is fit to be shown.</summary>
    public string? Code { get; init; }

    /// <summary>The vendor's id of the call; null where it sent none that looks like one.</summary>
    public string? RequestId { get; init; }

    /// <summary>No call that began then or later has a smaller id; all that began a millisecond before have.</summary>
    internal static Guid FirstId(DateTimeOffset began)
    {
        Span<byte> id = stackalloc byte[16];
        Guid.CreateVersion7(began).TryWriteBytes(id, bigEndian: true, out _);
        // After the time comes what is random.
        id[6..].Clear();
        return new(id, bigEndian: true);
    }

    /// <summary>The calls that settlements name, each once.</summary>
    internal static List<SentCall> From(IReadOnlyList<Settlement> settlements)
    {
        var calls = new List<SentCall>();
        var seen = new HashSet<Guid>();
        IReadOnlyList<SentCall> last = [];
        foreach (var settlement in settlements)
        {
            // The orders of a call mostly follow one another and share the list.
            if (ReferenceEquals(settlement.Calls, last))
                continue;
            last = settlement.Calls;
            foreach (var call in last)
            {
                if (seen.Add(call.Id))
                    calls.Add(call);
            }
        }

        return calls;
    }
}
