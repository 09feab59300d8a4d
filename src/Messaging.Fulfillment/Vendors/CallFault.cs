namespace Messaging.Fulfillment.Vendors;

/// <summary>Why a call failed as a whole.</summary>
/// <param name="Kind">What can be done about it.</param>
/// <param name="Code">The vendor's code or the HTTP status; null where there was none.</param>
/// <param name="Message">The vendor's words, or what went wrong on the way.</param>
/// <param name="RetryAfter">How long the vendor asks to be left alone; null where it did not say.</param>
public sealed record CallFault(CallFaultKind Kind, string? Code, string Message, TimeSpan? RetryAfter = null)
{
    /// <summary>What the fault means for each order of the call, if nothing better is done about it.</summary>
    public Outcome ToOutcome() => Kind switch
    {
        CallFaultKind.NotSent or CallFaultKind.Unavailable or CallFaultKind.RateLimited or CallFaultKind.Account =>
            new Outcome.RetryLater(Code, Message, RetryAfter),
        CallFaultKind.Refused => new Outcome.Rejected(Code, Message),
        CallFaultKind.Unknown => new Outcome.Unknown(Code, Message),
        _ => throw new InvalidOperationException($"Unknown kind of fault: {Kind}."),
    };
}

/// <summary>The kinds of whole-call failure.</summary>
public enum CallFaultKind
{
    /// <summary>The vendor could not be reached: no connection, nothing was sent. Safe to send again.</summary>
    NotSent,

    /// <summary>The vendor said that it cannot work now and did nothing. Safe to send again.</summary>
    Unavailable,

    /// <summary>Too many calls. Safe to send again, after the time that the vendor names.</summary>
    RateLimited,

    /// <summary>The account or the installation is at fault (signature, permission, IP whitelist, wrong address), never an order.
    /// Orders wait until an operator has mended it.</summary>
    Account,

    /// <summary>The vendor refused the whole call for its content, perhaps because of one order among many: split it to find out.</summary>
    Refused,

    /// <summary>The call may have been carried out: no answer in time, connection lost, or an answer that cannot be read.</summary>
    Unknown,
}
