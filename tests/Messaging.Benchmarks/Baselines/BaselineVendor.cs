using Messaging.Benchmarks.Orders;
using Messaging.Contracts;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Benchmarks.Baselines;

/// <summary>One vendor call of a baseline, and its results.</summary>
internal sealed class BaselineVendor<TEvent>(IVendorAdapter<TEvent> adapter)
    where TEvent : class, IOrderEvent
{
    /// <summary>Sends the orders in one call.</summary>
    /// <returns>One result for each, in their order.</returns>
    /// <exception cref="TrialException">An order did not succeed.</exception>
    public async Task<IReadOnlyList<FulfillmentSucceeded>> CallAsync(
        IReadOnlyList<TEvent> orders, CancellationToken cancellationToken)
    {
        var call = new VendorCall<TEvent>(
            Seller.Main.Name, [.. orders.Select(order => new VendorOrder<TEvent>(order, InDoubt: false))]);
        var answer = await adapter.CallAsync(call, cancellationToken);
        var now = TimeProvider.System.GetUtcNow();
        return [.. orders.Select((order, i) => CreateResult(order, answer.Outcomes[i], answer.RequestId, now))];
    }

    private FulfillmentSucceeded CreateResult(
        TEvent order, OrderOutcome outcome, string? requestId, DateTimeOffset now) =>
        outcome is OrderOutcome.Succeeded
        ? new()
        {
            EventId = Guid.NewGuid(),
            OrderEventId = order.EventId,
            OrderEventType = typeof(TEvent).Name,
            OrderNo = order.OrderNo,
            Vendor = adapter.Vendor,
            Account = Seller.Main.Name,
            Attempts = 1,
            VendorRequestId = requestId,
            SettledAt = now,
        }
        : throw new TrialException($"An order did not succeed: {outcome}");
}
