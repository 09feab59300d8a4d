namespace Messaging.Fulfillment.Dispatch.Limiting;

/// <summary>Why an account is suspended, from the lightest cause to the gravest.</summary>
internal enum SuspensionCause
{
    /// <summary>The vendor named a time to come back.</summary>
    RateLimit,

    /// <summary>The vendor refused call after call, and no classification rule knows why.</summary>
    Unexplained,

    /// <summary>Several calls in a row failed.</summary>
    Outage,

    /// <summary>The vendor does not accept the account.</summary>
    Account,
}
