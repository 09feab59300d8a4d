namespace Messaging.Fulfillment.Dispatch.Limiting;

/// <summary>The states of an account's circuit breaker.</summary>
internal enum BreakerState
{
    /// <summary>Every call may leave.</summary>
    Closed,

    /// <summary>One small call may leave, the probe; its answer closes or opens the breaker.</summary>
    HalfOpen,

    /// <summary>No call may leave yet.</summary>
    Open,
}
