namespace Messaging.VendorSimulator.Calls;

/// <summary>Why a call is refused. Each vendor has codes and texts of its own for these.</summary>
public enum Refusal
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>There is no such account.</summary>
    UnknownAppId,

    /// <summary>It is missing, no number, or too far from now.</summary>
    InvalidTimestamp,

    /// <summary>It is missing, or made with another secret or from other parameters.</summary>
    InvalidSignature,

    /// <summary>The account has made its calls for now; see <see cref="Accounts.Account.RetryAfter"/>.</summary>
    TooFast,
}
