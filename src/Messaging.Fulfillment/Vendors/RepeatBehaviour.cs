namespace Messaging.Fulfillment.Vendors;

/// <summary>How a vendor takes a second request for what was already done.</summary>
public enum RepeatBehaviour
{
    /// <summary>The call sets a value: sending it again changes nothing.</summary>
    SetsValue,

    /// <summary>
    /// The vendor refuses the second time ("already shipped"). The answer means success only if this service sent the
    /// order before, so that fact is recorded before every call.
    /// </summary>
    AnsweredAsAlreadyDone,
}
