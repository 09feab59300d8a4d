namespace Messaging.Fulfillment.Retries;

/// <summary>What a failed call means for the account's circuit breaker.</summary>
public enum AccountFate
{
    /// <summary>The call was read and judged: the vendor works for this account.</summary>
    Works,

    /// <summary>One failure; several in a row open the breaker.</summary>
    Failed,

    /// <summary>One failure; where the vendor names a time, the breaker is open until then.</summary>
    Throttled,

    /// <summary>
    /// One failure that sounds like <see cref="NotAccepted"/>; a few in a row of different orders open the breaker.
    /// </summary>
    Suspected,

    /// <summary>The breaker opens at once, until settings or permissions are corrected.</summary>
    NotAccepted,
}
