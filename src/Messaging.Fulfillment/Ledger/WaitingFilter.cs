namespace Messaging.Fulfillment.Ledger;

/// <summary>Which of the order events that wait. What is null does not matter.</summary>
public sealed record WaitingFilter
{
    /// <summary>The vendor's name, exactly.</summary>
    public string? Vendor { get; init; }

    /// <summary>The account's name, exactly.</summary>
    public string? Account { get; init; }

    /// <summary>Why they wait.</summary>
    public WaitReason? Reason { get; init; }

    /// <summary>The vendor's last code, exactly; empty for those without one.</summary>
    public string? Code { get; init; }

    /// <summary>Whether a call may have done them without the outcome being known.</summary>
    public bool? InDoubt { get; init; }

    /// <summary>Received before.</summary>
    public DateTimeOffset? ReceivedBefore { get; init; }
}
