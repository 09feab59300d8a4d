namespace Messaging.Fulfillment.Ledger;

/// <summary>Which of the operators' actions. What is null does not matter.</summary>
public sealed record AuditFilter
{
    /// <summary>The name of the operator's key, exactly.</summary>
    public string? Who { get; init; }

    /// <summary>The action, exactly, as <c>accounts.hold</c>.</summary>
    public string? Action { get; init; }

    /// <summary>
    /// A part of the target, exactly, as an order event's id. No index has it: to be used with <see cref="From"/>.
    /// </summary>
    public string? Naming { get; init; }

    /// <summary>Recorded then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Recorded before.</summary>
    public DateTimeOffset? Before { get; init; }
}
