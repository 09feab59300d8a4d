namespace Messaging.Fulfillment.Retries;

/// <summary>What a failed call means for each of its orders, if nothing better is done about it.</summary>
public enum OrderFate
{
    /// <summary>It was not done; another call later may do it.</summary>
    RetryLater,

    /// <summary>A final no, once it is known which of the orders it is about.</summary>
    Rejected,

    /// <summary>It may have been done.</summary>
    InDoubt,
}
