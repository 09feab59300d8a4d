namespace Messaging.VendorSimulator.Calls;

/// <summary>Why a call is not let in. Each vendor has its own words for these.</summary>
internal enum Refusal
{
    None,
    UnknownAppId,
    InvalidTimestamp,
    InvalidSignature,
    TooFast,
}
