using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;

namespace MyVendor;

/// <summary>What an answer says of each order. Pure, and never an exception, whatever was answered.</summary>
internal static class MyVendorAnswer
{
    private const string Done = "0";

    public static VendorAnswer Read(
        HttpReply reply, IReadOnlyList<VendorOrder<MyVendorOrder>> orders, MyVendorOptions options)
    {
        if (WireBody.TryRead(reply.Body.Span, MyVendorJson.Default.MyVendorReply)
            is not { Code: { } code, Message: { } message } answer)
        {
            return VendorAnswer.WholeCall(
                reply.FaultByStatus("the body is nothing that MyVendor describes."), orders.Count);
        }

        if (code != Done)
            return ClassifiedAnswer.ToAnswer(reply, Find(code, message, SentText.From(orders)), code, message, orders);
        if (!reply.IsSuccess())
        {
            var fault = $"MyVendor reports success with HTTP {(int)reply.Status}.";
            return VendorAnswer.WholeCall(new(CallFaultKind.Unknown, code, fault), orders.Count);
        }

        var results = (answer.Results ?? []).OfType<MyVendorResult>()
            .Where(result => result is { OrderNo: not null, Code: not null })
            .ToLookup(result => result.OrderNo!, StringComparer.Ordinal);
        return VendorAnswer.PerOrder(
            [.. orders.Select(order => Decide(order, results[order.Event.OrderNo].LastOrDefault()))]);

        OrderOutcome Decide(VendorOrder<MyVendorOrder> order, MyVendorResult? result) => result switch
        {
            null => new OrderOutcome.Unknown(null, "MyVendor's answer does not name the order."),
            { Code: Done } => new OrderOutcome.Succeeded(),
            _ => ClassifiedAnswer.ToOutcome(
                Find(result.Code, result.Message, SentText.From(order)), result.Code, result.Message, order.InDoubt),
        };

        ClassificationRule? Find(string? ofCode, string? text, SentText sent) =>
            Classification.Find(options.Classification, MyVendorClassification.BuiltIn, ofCode, text, sent);
    }
}
