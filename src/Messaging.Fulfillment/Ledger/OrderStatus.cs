namespace Messaging.Fulfillment.Ledger;

/// <summary>What is known of one order event, for operators.</summary>
/// <param name="EventId">The order event's id.</param>
/// <param name="EventType">Its type.</param>
/// <param name="Vendor">The vendor.</param>
/// <param name="Account">The account.</param>
/// <param name="OccurredAt">When it happened at the publisher.</param>
/// <param name="ReceivedAt">When it came from the broker.</param>
/// <param name="State">waiting, claimed, settled or published.</param>
/// <param name="Owner">The worker that has it or its result, or had it last; null while nobody has.</param>
/// <param name="Attempts">In how many vendor calls it was sent.</param>
/// <param name="InDoubt">True when a call may have done it without the outcome being known.</param>
/// <param name="DueAt">
/// When it is tried again; null once settled, and may be null while it is worked on as it came.
/// </param>
/// <param name="Code">The vendor's last code.</param>
/// <param name="Message">Why it waits, or null.</param>
/// <param name="ResultJson">The result event as JSON; null until settled.</param>
/// <param name="SettledAt">When the outcome was recorded.</param>
/// <param name="PublishedAt">
/// When the broker confirmed the result, or the last of those that were settled with it; null until then, and once that
/// is forgotten.
/// </param>
public sealed record OrderStatus(
    Guid EventId,
    string EventType,
    string Vendor,
    string Account,
    DateTimeOffset OccurredAt,
    DateTimeOffset ReceivedAt,
    string State,
    string? Owner,
    int Attempts,
    bool InDoubt,
    DateTimeOffset? DueAt,
    string? Code,
    string? Message,
    string? ResultJson,
    DateTimeOffset? SettledAt,
    DateTimeOffset? PublishedAt)
{
    /// <summary>The order event that failed and is tried again with this one; null of what a publisher sent.</summary>
    public Guid? RetryOf { get; init; }

    /// <summary>
    /// The last call in which it was sent before it was settled; null until then, where it was never sent, and where
    /// the call's record is not kept any longer.
    /// </summary>
    public SentCall? Call { get; init; }

    /// <summary>What befell it before that, in its order. Default: nothing.</summary>
    public IReadOnlyList<OrderStep> Steps { get; init; } = [];

    /// <param name="steps">The steps of an order's events.</param>
    internal OrderStatus WithSteps(ILookup<Guid, OrderStep> steps) =>
        steps.Contains(EventId) ? this with { Steps = [.. steps[EventId]] } : this;
}
