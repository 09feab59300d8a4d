namespace Messaging.Fulfillment.Dispatch.Calls;

/// <summary>What becomes of a call's answer.</summary>
internal enum CallSplitDecision
{
    /// <summary>It stands.</summary>
    Keep,

    /// <summary>The orders are sent again in two calls.</summary>
    Halve,

    /// <summary>The budget is used up: the orders are tried again later.</summary>
    Defer,
}
