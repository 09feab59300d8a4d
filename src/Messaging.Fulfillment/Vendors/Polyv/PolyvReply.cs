using Messaging.Contracts;
using Messaging.Fulfillment.Retries;

namespace Messaging.Fulfillment.Vendors.Polyv;

/// <summary>
/// What all of Polyv's answers have in common: the way to tell success from failure. Pure, and never an exception.
/// </summary>
internal static class PolyvReply
{
    /// <summary>
    /// Hands the envelope of a success to <paramref name="ofSuccess"/>; everything else is a failure of the call.
    /// </summary>
    public static VendorAnswer Read(
        HttpReply reply,
        IReadOnlyList<VendorOrder<OrderMarkedDelivering>> orders,
        PolyvOptions options,
        Func<PolyvEnvelope, VendorAnswer> ofSuccess)
    {
        if (WireBody.TryRead(reply.Body.Span, PolyvJson.Default.PolyvEnvelope) is not { SaysSomething: true } envelope)
            return VendorAnswer.WholeCall(
                reply.FaultByStatus("the body is nothing that Polyv describes."), orders.Count);
        if (!envelope.SaysSuccess)
            return PolyvClassification.ClassifyCall(envelope, reply, orders, options);
        return reply.IsSuccess()
            ? ofSuccess(envelope)
            : Unknown(envelope, orders.Count, $"Polyv reports success with HTTP {(int)reply.Status}.");
    }

    public static VendorAnswer Unknown(PolyvEnvelope envelope, int orders, string message) =>
        VendorAnswer.WholeCall(new(CallFaultKind.Unknown, envelope.Code, message), orders, envelope.RequestId);
}
