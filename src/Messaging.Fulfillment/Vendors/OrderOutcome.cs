namespace Messaging.Fulfillment.Vendors;

/// <summary>What a vendor call says of one order.</summary>
/// <param name="Code">The vendor's code, as sent; null where it sent none.</param>
/// <param name="Message">
/// The vendor's own text where <see cref="IsVendorText"/>, else a sentence of this service on what went wrong; null
/// where there is none.
/// </param>
public abstract record OrderOutcome(string? Code, string? Message)
{
    /// <summary>The vendor's code, without characters that could not be stored, at most 1,000 characters.</summary>
    public string? Code { get; } = VendorText.Clean(Code);

    /// <summary>The message, without characters that could not be stored, at most 1,000 characters.</summary>
    public string? Message { get; } = VendorText.Clean(Message);

    /// <summary>
    /// Whether <see cref="Message"/> is the vendor's own text. Default: true, but false for <see cref="Unknown"/>.
    /// </summary>
    public bool IsVendorText { get; init; } = true;

    /// <summary>What this service has to say of the vendor's text; null where that is nothing. Default: null.</summary>
    public string? Note { get; init; }

    /// <summary>The vendor's own text, or null.</summary>
    internal string? VendorMessage => IsVendorText ? Message : null;

    /// <summary>Note and message in one sentence, or null where there is neither.</summary>
    internal string? Description => (Note, Message) switch
    {
        ({ } note, { } message) => $"{note}: {message}",
        var (note, message) => note ?? message,
    };

    /// <summary>The vendor has done it, now or in an earlier attempt of ours.</summary>
    public sealed record Succeeded() : OrderOutcome(null, null);

    /// <summary>The vendor said no, for good.</summary>
    /// <param name="CanRetry">True when the same content may be accepted later, as after stock has come in.</param>
    public sealed record Rejected(string? Code, string? Message, bool CanRetry = false) : OrderOutcome(Code, Message);

    /// <summary>It was not done; asking again later may help.</summary>
    /// <param name="After">The vendor's own delay where it names one; null: the service's backoff.</param>
    /// <param name="MaxAttempts">
    /// Give up after so many attempts, for errors that seldom go away by themselves; null: only the give-up age counts.
    /// </param>
    /// <param name="Alone">True when the order has to be sent in a call of its own the next time.</param>
    public sealed record RetryLater(
        string? Code, string? Message, TimeSpan? After = null, int? MaxAttempts = null, bool Alone = false)
        : OrderOutcome(Code, Message);

    /// <summary>It may have been done: the answer was lost, unreadable or silent about this order.</summary>
    public sealed record Unknown : OrderOutcome
    {
        /// <summary>It may have been done.</summary>
        /// <param name="code">The vendor's code, as sent; null where it sent none.</param>
        /// <param name="message">Why that is not known.</param>
        public Unknown(string? code, string? message)
            : base(code, message) => IsVendorText = false;

        /// <summary>True when the order has to be sent in a call of its own the next time. Default: false.</summary>
        public bool Alone { get; init; }
    }
}
