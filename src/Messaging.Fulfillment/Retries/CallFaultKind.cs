namespace Messaging.Fulfillment.Retries;

/// <summary>The kinds of whole-call failure. What follows from each is in <see cref="FaultResponse"/>.</summary>
public enum CallFaultKind
{
    /// <summary>The vendor could not be reached: no connection, nothing was sent. Safe to send again.</summary>
    NotSent,

    /// <summary>The vendor said that it cannot work now and did nothing. Safe to send again.</summary>
    Unavailable,

    /// <summary>Too many calls. Safe to send again, after the time that the vendor names.</summary>
    RateLimited,

    /// <summary>The account or the installation is at fault (signature, permission, IP whitelist, wrong address), never
    /// an order. Orders wait until an operator has corrected it.</summary>
    Account,

    /// <summary>
    /// It sounds as if the account were at fault, but only words or an HTTP status say so, which an order's content may
    /// have brought about. Its order waits; others wait once the same was said of other orders.
    /// </summary>
    AccountSuspected,

    /// <summary>
    /// The vendor refused the whole call for its content, perhaps because of one order among many: split it to find
    /// out.
    /// </summary>
    Refused,

    /// <summary>
    /// The vendor refused the whole call and nobody knows why: no rule knows the code. It may be busy, or dislike one
    /// order. Sent again later, a bounded number of times.
    /// </summary>
    Unexplained,

    /// <summary>
    /// The call may have been carried out: no answer in time, connection lost, or an answer that cannot be read.
    /// </summary>
    Unknown,
}
