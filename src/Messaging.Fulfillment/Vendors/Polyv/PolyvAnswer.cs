using Messaging.Contracts;

namespace Messaging.Fulfillment.Vendors.Polyv;

/// <summary>
/// Reads what the answer to <c>update-batch-status</c> says of each order. Pure, and never an exception.
/// </summary>
internal static class PolyvAnswer
{
    private static readonly OrderOutcome.Succeeded Succeeded = new();

    public static VendorAnswer Read(
        HttpReply reply, IReadOnlyList<VendorOrder<OrderMarkedDelivering>> orders, PolyvOptions options) =>
        PolyvReply.Read(reply, orders, options, envelope =>
        {
            if (!envelope.HasData)
                return ReadNoData(envelope, orders.Count, options);
            return PolyvUpdated.Read(envelope.Data) is { } data
                ? VendorAnswer.PerOrder(ReadEach(orders, data, options), envelope.RequestId)
                : PolyvReply.Unknown(envelope, orders.Count, "Polyv reports success with data that cannot be read.");
        });

    private static VendorAnswer ReadNoData(PolyvEnvelope envelope, int orders, PolyvOptions options) =>
        options.NullDataMeans == PolyvNullData.Succeeded
            ? VendorAnswer.PerOrder(Enumerable.Repeat<OrderOutcome>(Succeeded, orders).ToArray(), envelope.RequestId)
            : PolyvReply.Unknown(
                envelope, orders, "Polyv reports success without data; NullDataMeans reads that as unknown.");

    /// <summary>Orders that the answer names but the call did not carry are passed over.</summary>
    private static OrderOutcome[] ReadEach(
        IReadOnlyList<VendorOrder<OrderMarkedDelivering>> orders, PolyvUpdated data, PolyvOptions options)
    {
        var succeeded = data.Succeeded.ToHashSet(StringComparer.Ordinal);
        var failed = data.Failed.ToLookup(order => order.OrderNo, StringComparer.Ordinal);
        var call = SentText.From(orders);
        return orders.Select(order => ReadOne(
            order, succeeded.Contains(order.Event.OrderNo), failed[order.Event.OrderNo], call, options)).ToArray();
    }

    /// <summary>
    /// The same thing said twice counts once; different things said of one order leave its outcome open.
    /// </summary>
    private static OrderOutcome ReadOne(
        VendorOrder<OrderMarkedDelivering> order,
        bool succeeded,
        IEnumerable<PolyvFailedOrder> failures,
        SentText call,
        PolyvOptions options)
    {
        var said = failures
            .Select(
                failure => PolyvClassification.ClassifyOrder(failure.ErrCode, failure.ErrMsg, order, call, options))
            .Concat(succeeded ? [Succeeded] : Array.Empty<OrderOutcome>())
            .Distinct()
            .ToArray();
        return said.Length switch
        {
            1 => said[0],
            0 => new OrderOutcome.Unknown(null, "Polyv's answer does not name the order."),
            _ => new OrderOutcome.Unknown(said[0].Code, "Polyv's answer contradicts itself on the order."),
        };
    }
}
