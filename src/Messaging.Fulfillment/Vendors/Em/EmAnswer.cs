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
            if (!reply.IsSuccess())
                return VendorAnswer.WholeCall(Contradiction(reply), orders.Count);
            return IsSame(body.OrderNo, orders[0].Event.OrderNo)
                ? VendorAnswer.PerOrder([new OrderOutcome.Succeeded()])
                : VendorAnswer.WholeCall(AnotherOrder, orders.Count);
        }

        var rule = Classification.Find(
            options.Classification,
            EmClassification.BuiltIn,
            body.StatusCode,
            body.Message,
            SentText.From(orders));
        return ClassifiedAnswer.ToAnswer(reply, rule, body.StatusCode, body.Message, orders);
    }

    private static CallFault AnotherOrder { get; } =
        new(CallFaultKind.Unknown, Done, "The answer tells of another order than was sent.");

    /// <summary>An answer that leaves the number out is as good as one that repeats it.</summary>
    private static bool IsSame(string? echoed, string sent) =>
        string.IsNullOrWhiteSpace(echoed) || string.Equals(
            echoed.Trim(), sent.Trim(), StringComparison.OrdinalIgnoreCase);

    private static CallFault Contradiction(HttpReply reply) =>
        new(CallFaultKind.Unknown, Done, $"HTTP {(int)reply.Status}: the answer claims success.");
}
