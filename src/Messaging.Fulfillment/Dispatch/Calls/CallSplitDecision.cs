namespace Messaging.Fulfillment.Dispatch.Calls;

/// <summary>What to do with a call's answer.</summary>
internal enum CallSplitDecision
{
    /// <summary>The answer is settled as it is.</summary>
    Keep,

    /// <summary>The orders are sent again in two calls.</summary>
    Halve,

    /// <summary>The budget is used up: the orders are tried again later.</summary>
    Defer,
}
