using System.Text.Json;
using Messaging.Contracts;
using Messaging.Fulfillment.Retries;

namespace Messaging.Fulfillment.Vendors.Fengchao;

/// <summary>Reads what an answer says of each order; the page's "3. 返回结果".</summary>
internal static class FengchaoAnswer
{
    private const string Done = "0";

    /// <param name="reply">The HTTP answer.</param>
    /// <param name="orders">The orders of the call, each number once.</param>
    /// <param name="options">The operator's classification rules.</param>
    public static VendorAnswer Read(
        HttpReply reply, IReadOnlyList<VendorOrder<OrderShipped>> orders, FengchaoOptions options)
    {
        var body = WireBody.TryRead(reply.Body.Span, FengchaoJson.Default.FengchaoReply);
        var traceId = string.IsNullOrWhiteSpace(body?.TraceId) ? null : body.TraceId;
        if (string.IsNullOrEmpty(body?.Code))
            return VendorAnswer.WholeCall(
                reply.FaultByStatus("the answer is not JSON with a code."), orders.Count, traceId);
        if (body.Code is not Done)
        {
            var rule = FengchaoClassification.Find(
                options.Classification,
                FengchaoClassification.Calls,
                body.Code,
                body.Message,
                SentText.From(orders));
            return ClassifiedAnswer.ToAnswer(reply, rule, body.Code, body.Message, orders, traceId);
        }

        return reply.IsSuccess() && body.Data.ValueKind is JsonValueKind.Array
            ? ReadOrders(reply, ResultsByOrder(body.Data), orders, options.Classification, traceId)
            : VendorAnswer.WholeCall(Contradiction(reply), orders.Count, traceId);
    }

    private static VendorAnswer ReadOrders(
        HttpReply reply,
        ILookup<string, FengchaoResult> results,
        IReadOnlyList<VendorOrder<OrderShipped>> orders,
        List<ClassificationRule> configured,
        string? traceId)
    {
        var call = SentText.From(orders);
        var read =
            orders.Select(order => ReadOrder([.. results[order.Event.OrderNo]], order, call, configured)).ToArray();

        // An answer about the account that every order got is an answer for the account.
        return read.Select(r => r.Rule?.Class).Distinct().ToArray() is [AnswerClass.Account or AnswerClass.RateLimited]
            ? ClassifiedAnswer.ToAnswer(
                reply, read[0].Rule, read[0].Outcome.Code!, read[0].Outcome.Message, orders, traceId)
            : VendorAnswer.PerOrder([.. read.Select(r => r.Outcome)], traceId);
    }

    private static (OrderOutcome Outcome, ClassificationRule? Rule) ReadOrder(
        FengchaoResult[] results, VendorOrder<OrderShipped> order, SentText call, List<ClassificationRule> configured)
    {
        switch (results.DistinctBy(r => r.Code, StringComparer.Ordinal).ToArray())
        {
            case []:
                return (new OrderOutcome.Unknown(null, "The answer does not tell of this order."), null);
            case [{ Code: null or "" }]:
                return (new OrderOutcome.Unknown(null, "The answer has no code for this order."), null);
            case [{ Code: Done }] when !results.All(result => TellsOf(result, order.Event)):
                return (
                    new OrderOutcome.Unknown(null, "The answer tells of another carrier or tracking number."), null);
            case [{ Code: Done }]:
                return (new OrderOutcome.Succeeded(), null);
            case [{ Code: { } code, Message: var message }]:
                var rule = FengchaoClassification.Find(
                    configured, FengchaoClassification.Orders, code, message, SentText.From(order));
                return (ClassifiedAnswer.ToOutcome(rule, code, message, order, call), rule);
            default:
                return (
                    new OrderOutcome.Unknown(null, "The answer tells of this order twice, with different codes."),
                    null);
        }
    }

    /// <summary>
    /// By the page each result repeats what was sent. What is left out or written in another case says nothing.
    /// </summary>
    private static bool TellsOf(FengchaoResult result, OrderShipped order) =>
        IsSame(result.CompanyCode, order.CarrierCode) && IsSame(result.LogisticsCode, order.TrackingNo);

    private static bool IsSame(string? echoed, string? sent) =>
        string.IsNullOrWhiteSpace(echoed) || string.Equals(
            echoed.Trim(), sent?.Trim(), StringComparison.OrdinalIgnoreCase);

    private static ILookup<string, FengchaoResult> ResultsByOrder(JsonElement data) => data.EnumerateArray()
        .Where(element => element.ValueKind is JsonValueKind.Object)
        .Select(element => element.Deserialize(FengchaoJson.Default.FengchaoResult)!)
        .Where(result => result.OrderId is not null)
        .ToLookup(result => result.OrderId!, StringComparer.Ordinal);

    private static CallFault Contradiction(HttpReply reply) =>
        new(
            CallFaultKind.Unknown,
            Done,
            $"HTTP {(int)reply.Status}: the answer claims success without a result for each order.");
}
