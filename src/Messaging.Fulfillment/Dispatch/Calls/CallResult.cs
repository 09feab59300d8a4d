using Messaging.Contracts;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Dispatch.Calls;

/// <summary>The result of a call.</summary>
/// <param name="Sent">The orders that were sent in the last attempt.</param>
/// <param name="Answer">The vendor's answer to them.</param>
/// <param name="Unsent">The orders that were left out, before the first attempt or a later one.</param>
internal sealed record CallResult<TEvent>(
    IReadOnlyList<InFlightOrder<TEvent>> Sent, VendorAnswer Answer, IReadOnlyList<UnsentOrder> Unsent)
    where TEvent : class, IOrderEvent;
