using System.Globalization;
using System.Net;
using Messaging.Contracts;

namespace Messaging.Fulfillment.Vendors.Polyv;

/// <summary>
/// What Polyv's codes and words mean. Its pages disagree on the HTTP status of the same error, so the words count first:
/// the operator's rules, the built-in ones, and only then the status.
/// </summary>
internal static class PolyvClassification
{
    public static IReadOnlyList<ClassificationRule> BuiltIn { get; } =
    [
        new() { Text = "qps exceeds number of calls", Class = AnswerClass.RateLimited },
        new() { Text = "invalid signature", Class = AnswerClass.Account },
        new() { Text = "invalid timestamp", Class = AnswerClass.Account },
        new() { Text = "application not found", Class = AnswerClass.Account },
        new() { Code = "20001", Class = AnswerClass.Account },
        new() { Text = "access forbidden", Class = AnswerClass.Account },
    ];

    /// <summary>What an entry of <c>failOrderList</c> means for its order; a final no where no rule says otherwise.</summary>
    public static Outcome OfOrder(string? code, string? message, bool mayBeDone, PolyvOptions options)
    {
        var rule = Classification.Find(options.Classification, BuiltIn, code, message);
        return rule?.Class switch
        {
            AnswerClass.Retry or AnswerClass.RateLimited or AnswerClass.Account =>
                new Outcome.RetryLater(code, message, rule.After, rule.MaxAttempts, rule.Alone),
            AnswerClass.AlreadyDone when mayBeDone => new Outcome.Succeeded(),
            AnswerClass.RejectedForNow => new Outcome.Rejected(code, message, CanRetry: true),
            _ => new Outcome.Rejected(code, message),
        };
    }

    /// <summary>What an error envelope means for the call.</summary>
    public static VendorAnswer OfCall(
        PolyvEnvelope envelope, HttpReply reply, IReadOnlyList<VendorOrder<OrderMarkedDelivering>> orders, PolyvOptions options)
    {
        var code = envelope.Error?.Code ?? envelope.Code;
        var message = envelope.Error?.Desc ?? envelope.Message ?? "Polyv gave no reason.";
        var rule = Classification.Find(options.Classification, BuiltIn, code, message);
        CallFault? fault = rule?.Class switch
        {
            null => WithStatusOf(envelope, reply).FaultByStatus(message) with { Code = code, Message = message },
            AnswerClass.Retry => new(CallFaultKind.Unavailable, code, message, rule.After ?? reply.RetryAfter),
            AnswerClass.RateLimited => new(CallFaultKind.RateLimited, code, message, rule.After ?? reply.RetryAfter),
            AnswerClass.Account => new(CallFaultKind.Account, code, message),
            // A verdict on one order, given for the whole call: whose it is shows only when the call is split.
            AnswerClass.AlreadyDone or AnswerClass.Rejected or AnswerClass.RejectedForNow when orders.Count == 1 => null,
            _ => new(CallFaultKind.Refused, code, message),
        };
        return fault is null
            ? VendorAnswer.PerOrder([OfOrder(code, message, orders[0].MayBeDone, options)], envelope.RequestId)
            : VendorAnswer.WholeCall(fault, orders.Count, envelope.RequestId);
    }

    /// <summary>The envelope's code is the HTTP status by Polyv's page; it counts where the transport says 2xx all the same.</summary>
    private static HttpReply WithStatusOf(PolyvEnvelope envelope, HttpReply reply) =>
        (int)reply.Status is >= 200 and < 300
        && int.TryParse(envelope.Code, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code is >= 300 and < 600
            ? reply with { Status = (HttpStatusCode)code }
            : reply;
}
