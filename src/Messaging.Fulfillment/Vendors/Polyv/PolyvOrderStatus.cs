using System.Runtime.InteropServices;
using Messaging.Contracts;

namespace Messaging.Fulfillment.Vendors.Polyv;

/// <summary>
/// Reads from the answer to <c>product/order/get</c> whether an order needs to be sent: succeeded when its status is
/// set or past, retry later when it is not set. Pure, and never an exception.
/// </summary>
internal static class PolyvOrderStatus
{
    public static VendorAnswer Read(HttpReply reply, VendorOrder<OrderMarkedDelivering> order, PolyvOptions options) =>
        PolyvReply.Read(reply, [order], options, envelope =>
            envelope.HasData
            && WireBody.TryRead(
                JsonMarshal.GetRawUtf8Value(envelope.Data), PolyvJson.Default.PolyvOrder)?.Status is { } status
                ? VendorAnswer.PerOrder([ParseStatus(status)], envelope.RequestId)
                : PolyvReply.Unknown(envelope, 1, "Polyv's answer does not name the order's status."));

    private static OrderOutcome ParseStatus(string status) =>
        status is "delivering" or "finish"
            ? new OrderOutcome.Succeeded()
            : new OrderOutcome.RetryLater(null, $"The order's status is {status}.");
}
