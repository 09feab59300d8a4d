namespace Messaging.Fulfillment.Dispatch.Limiting;

/// <summary>A breaker opened, stays open for longer, or closed.</summary>
/// <param name="Before">Why it was open; null when it was closed.</param>
/// <param name="Now">Why it is open; null when it is closed.</param>
/// <param name="At">When it changed.</param>
internal sealed record BreakerChange(Suspension? Before, Suspension? Now, DateTimeOffset At)
{
    /// <summary>Whether another worker found it out.</summary>
    public bool IsHeard { get; init; }
}
