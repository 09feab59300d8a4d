using Messaging.Contracts;
using Messaging.Fulfillment.Retries;

namespace Messaging.Fulfillment.Vendors;

/// <summary>What a vendor's "no" means, once the classification table has been asked.</summary>
public static class ClassifiedAnswer
{
    /// <summary>What a "no" to one order means for it; a "no" that no rule knows is final.</summary>
    public static OrderOutcome ToOutcome(ClassificationRule? rule, string? code, string? message, bool inDoubt) =>
        rule?.Class switch
        {
            AnswerClass.Retry or AnswerClass.Account or AnswerClass.RateLimited =>
                new OrderOutcome.RetryLater(code, message, rule.After, rule.MaxAttempts, rule.Alone),
            AnswerClass.AlreadyDone when inDoubt => new OrderOutcome.Succeeded(),
            AnswerClass.RejectedForNow => new OrderOutcome.Rejected(code, message, CanRetry: true),
            _ => new OrderOutcome.Rejected(code, message),
        };

    /// <summary>
    /// What a "no" to the whole call means. One that is about an order is that order's when it was alone, and else has
    /// to be traced to it: by splitting the call, or by sending each alone when it is time to ask again.
    /// </summary>
    public static VendorAnswer ToAnswer<TEvent>(
        HttpReply reply,
        ClassificationRule? rule,
        string? code,
        string? message,
        IReadOnlyList<VendorOrder<TEvent>> orders,
        string? requestId = null)
        where TEvent : class, IOrderEvent
    {
        var words = message ?? "";
        return rule switch
        {
            { Class: AnswerClass.Account } => Whole(new(CallFaultKind.Account, code, words)),
            { Class: AnswerClass.RateLimited } =>
                Whole(new(CallFaultKind.RateLimited, code, words, rule.After ?? reply.RetryAfter)),
            { Class: AnswerClass.Retry, MaxAttempts: null, Alone: false } =>
                Whole(new(CallFaultKind.Unavailable, code, words, rule.After ?? reply.RetryAfter)),
            { Class: AnswerClass.Retry } => VendorAnswer.PerOrder(
                [.. orders.Select(_ => new OrderOutcome.RetryLater(
                    code, message, rule.After, rule.MaxAttempts, Alone: true))], requestId),
            null when !reply.IsSuccess() => Whole(reply.FaultByStatus("") with { Code = code, Message = words }),
            _ when orders.Count == 1 =>
                VendorAnswer.PerOrder([ToOutcome(rule, code, message, orders[0].InDoubt)], requestId),
            _ => Whole(new(CallFaultKind.Refused, code, words)),
        };

        VendorAnswer Whole(CallFault fault) => VendorAnswer.WholeCall(fault, orders.Count, requestId);
    }

    /// <summary>The account went from the configuration after its orders were assigned to it.</summary>
    public static CallFault NoSuchAccount(string name) =>
        new(CallFaultKind.Account, null, $"No account '{name}' is configured.");

    /// <summary>Whether the HTTP status is in the 200s.</summary>
    public static bool IsSuccess(this HttpReply reply) => (int)reply.Status is >= 200 and < 300;
}
