using Messaging.Contracts;
using Messaging.Fulfillment.Retries;

namespace Messaging.Fulfillment.Vendors.Em;

/// <summary>Reads what an answer says of its order; the page's "3.3 返回结果".</summary>
internal static class EmAnswer
{
    private const string Done = "0";

    /// <param name="reply">The HTTP answer.</param>
    /// <param name="orders">The one order of the call.</param>
    /// <param name="options">The operator's classification rules.</param>
    public static VendorAnswer Read(
        HttpReply reply, IReadOnlyList<VendorOrder<OrderModified>> orders, EmOptions options)
    {
        var body = WireBody.TryRead(reply.Body.Span, EmJson.Default.EmReply);
        if (string.IsNullOrEmpty(body?.StatusCode))
            return VendorAnswer.WholeCall(
                reply.FaultByStatus("the answer is not JSON with a statusCode."), orders.Count);
        if (body.StatusCode is Done)
        {
            return reply.IsSuccess()
                ? VendorAnswer.PerOrder([new OrderOutcome.Succeeded()])
                : VendorAnswer.WholeCall(Contradiction(reply), orders.Count);
        }

        var rule = Classification.Find(options.Classification, EmClassification.BuiltIn, body.StatusCode, body.Message);
        return ClassifiedAnswer.ToAnswer(reply, rule, body.StatusCode, body.Message, orders);
    }

    private static CallFault Contradiction(HttpReply reply) =>
        new(CallFaultKind.Unknown, Done, $"HTTP {(int)reply.Status}: the answer claims success.");
}
