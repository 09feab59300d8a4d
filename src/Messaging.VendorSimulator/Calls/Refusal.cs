namespace Messaging.VendorSimulator.Calls;

/// <summary>Why a call is refused. Each vendor has codes and texts of its own for these.</summary>
internal enum Refusal
{
    None,
    UnknownAppId,
    InvalidTimestamp,
    InvalidSignature,
    TooFast,
}
