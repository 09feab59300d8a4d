using Messaging.Contracts;

namespace Messaging.Fulfillment.Vendors;

/// <summary>
/// One vendor's API, seen from the flow: what it takes, which rules its page states, and what a call says of each
/// order. An adapter knows nothing of queues, ledgers or retries.
/// </summary>
/// <typeparam name="TEvent">The order event that this vendor handles.</typeparam>
public interface IVendorAdapter<TEvent>
    where TEvent : class, IOrderEvent
{
    /// <summary>
    /// The vendor's name in configuration, results, metrics and queue names; lower case. Example: <c>fengchao</c>.
    /// </summary>
    string Vendor { get; }

    /// <summary>How the vendor takes a second request for what was already done.</summary>
    RepeatBehaviour Repeats { get; }

    /// <summary>
    /// Checks an order against the rules that the vendor's page states, before anything is sent.
    /// </summary>
    /// <param name="order">The order event, as it was published.</param>
    /// <returns>
    /// Every rule that it breaks, each a sentence that names the field and the rule; empty when it may be sent.
    /// </returns>
    IReadOnlyList<string> FindViolations(TEvent order);

    /// <summary>
    /// Sends one call, once (but for a signature that is refused while a secret is being changed), and reads what it
    /// says of each order. Failures of the call are values in the answer: this throws only
    /// <see cref="OperationCanceledException"/>, and only when <paramref name="cancellationToken"/> is cancelled.
    /// </summary>
    /// <param name="call">
    /// Orders of one account, no more than the vendor takes in a call, no order number twice.
    /// </param>
    /// <param name="cancellationToken">Ends the attempt; what was sent until then may have been done.</param>
    /// <returns>Exactly one outcome for each order, in the order of the call.</returns>
    Task<VendorAnswer> CallAsync(VendorCall<TEvent> call, CancellationToken cancellationToken);
}
