namespace Messaging.Fulfillment.Vendors;

/// <summary>What a vendor's code or text means.</summary>
public enum AnswerClass
{
    /// <summary>The vendor cannot do it now; send again with backoff, or after the time the rule names.</summary>
    Retry,

    /// <summary>It was done before. Success if this service sent it, else a rejection.</summary>
    AlreadyDone,

    /// <summary>The order is rejected for good.</summary>
    Rejected,

    /// <summary>The order is rejected as it stands, and may be accepted later (stock, refund decided).</summary>
    RejectedForNow,

    /// <summary>The account or installation is at fault, never the order.</summary>
    Account,

    /// <summary>Too many calls.</summary>
    RateLimited,

    /// <summary>A whole call refused for what may be one order in it.</summary>
    Refused,
}
