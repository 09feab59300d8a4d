using System.Globalization;
using System.Net;
using Messaging.Contracts;
using Messaging.Fulfillment.Retries;

namespace Messaging.Fulfillment.Vendors.Polyv;

/// <summary>
/// What Polyv's codes and words mean. Its pages disagree on the HTTP status of the same error, so the words count
/// first: the operator's rules, the built-in ones, and only then the status.
/// </summary>
internal static class PolyvClassification
{
    public static IReadOnlyList<ClassificationRule> BuiltIn { get; } =
    [
        new() { Code = "20001", Class = AnswerClass.Account, Meaning = "the application id is unknown" },
        new()
        {
            Text = "qps exceeds number of calls",
            Class = AnswerClass.RateLimited,
            Meaning = "too many calls in a second",
        },
        new()
        {
            Text = "invalid signature",
            Class = AnswerClass.Account,
            Meaning = "the secret or the signature method is wrong",
        },
        new()
        {
            Text = "invalid timestamp",
            Class = AnswerClass.Account,
            Meaning = "this machine's clock is wrong",
        },
        new()
        {
            Text = "application not found",
            Class = AnswerClass.Account,
            Meaning = "the application id is unknown",
        },
        new()
        {
            Text = "access forbidden",
            Class = AnswerClass.Account,
            Meaning = "the account has no permission, or this address none",
        },
    ];

    /// <summary>
    /// What an entry of <c>failOrderList</c> means for its order; a final no where no rule says otherwise.
    /// </summary>
    public static OrderOutcome ClassifyOrder(
        string? code,
        string? message,
        VendorOrder<OrderMarkedDelivering> order,
        SentText call,
        PolyvOptions options)
    {
        var rule = Classification.Find(options.Classification, BuiltIn, code, message, SentText.From(order));
        return ClassifiedAnswer.ToOutcome(rule, code, message, order, call);
    }

    /// <summary>What an error envelope means for the call.</summary>
    public static VendorAnswer ClassifyCall(
        PolyvEnvelope envelope,
        HttpReply reply,
        IReadOnlyList<VendorOrder<OrderMarkedDelivering>> orders,
        PolyvOptions options)
    {
        var code = envelope.Error?.Code ?? envelope.Code;
        var message = envelope.Error?.Desc ?? envelope.Message;
        if (Classification.Find(options.Classification, BuiltIn, code, message, SentText.From(orders)) is { } rule)
            return ClassifiedAnswer.ToAnswer(reply, rule, code, message, orders, envelope.RequestId);

        var fault = WithStatusFrom(envelope, reply).FaultByStatus("") with
        {
            Code = code,
            Message = message ?? "Polyv gave no reason.",
            IsVendorText = message is not null,
        };
        // By Polyv's page a 400 is about a parameter, so about an order; unless the transport says that all is well.
        if (reply.Status is HttpStatusCode.BadRequest && fault.Kind is CallFaultKind.Unexplained)
            fault = fault with { Kind = CallFaultKind.Refused };
        return VendorAnswer.WholeCall(fault, orders.Count, envelope.RequestId);
    }

    /// <summary>
    /// The envelope's code is the HTTP status by Polyv's page; it counts where the transport says 2xx all the same.
    /// </summary>
    private static HttpReply WithStatusFrom(PolyvEnvelope envelope, HttpReply reply) =>
        reply.IsSuccess()
        && int.TryParse(envelope.Code, NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            && code is >= 300 and < 600
            ? reply with { Status = (HttpStatusCode)code }
            : reply;
}
