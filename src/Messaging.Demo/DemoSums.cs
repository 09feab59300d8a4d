using System.Globalization;
using Messaging.Contracts;

namespace Messaging.Demo;

/// <summary>The totals of a demo.</summary>
/// <param name="Received">Order events sent, each once.</param>
/// <param name="Succeeded">Of these, answered as succeeded.</param>
/// <param name="Failed">Answered as failed.</param>
/// <param name="Waiting">Not settled in the ledger.</param>
internal sealed record DemoSums(long Received, long Succeeded, long Failed, long Waiting)
{
    public long Lost => Received - Succeeded - Failed - Waiting;

    public static DemoSums Count(IReadOnlyCollection<DemoOrder> orders, long waiting) => new(
        orders.Count,
        orders.Count(order => order.Result is FulfillmentSucceeded),
        orders.Count(order => order.Result is FulfillmentFailed),
        waiting);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"conservation: received={Received} succeeded={Succeeded} failed={Failed} "
            + $"waiting={Waiting} lost={Lost}");
}
