namespace Messaging.Fulfillment.Dispatch.Calls;

/// <summary>Why an order was left out of a call.</summary>
internal enum UnsentReason
{
    /// <summary>It was claimed in a lease that was lost since: it may be another worker's by now.</summary>
    LeaseLost,

    /// <summary>Another worker has it.</summary>
    TakenOver,

    /// <summary>Its deadline has passed.</summary>
    Expired,
}
