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
            AnswerClass.AlreadyDone =>
                new OrderOutcome.Rejected(code, message) { Note = "Already done, but not by this service" },
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
        return rule switch
        {
            // Words alone may be an order's own in a way that nobody has thought of.
            { Class: AnswerClass.Account, Code: null } => Whole(CallFaultKind.AccountSuspected),
            { Class: AnswerClass.Account } => Whole(CallFaultKind.Account),
            { Class: AnswerClass.RateLimited } => Whole(CallFaultKind.RateLimited, rule.After ?? reply.RetryAfter),
            { Class: AnswerClass.Retry, MaxAttempts: null, Alone: false } =>
                Whole(CallFaultKind.Unavailable, rule.After ?? reply.RetryAfter),
            { Class: AnswerClass.Retry } => VendorAnswer.PerOrder([.. orders.Select(RetryAlone)], requestId),
            null => Unexplained(),
            _ when orders.Count == 1 =>
                VendorAnswer.PerOrder([ToOutcome(rule, code, message, orders[0].InDoubt)], requestId),
            _ => Whole(CallFaultKind.Refused),
        };

        VendorAnswer Whole(CallFaultKind kind, TimeSpan? after = null) => VendorAnswer.WholeCall(
            new(kind, code, message ?? "", after) { IsVendorText = message is not null }, orders.Count, requestId);

        OrderOutcome RetryAlone(VendorOrder<TEvent> order) => new OrderOutcome.RetryLater(
            code,
            orders.Count == 1 ? message : "The vendor cannot do an order of the call now; each is sent alone.",
            rule.After,
            rule.MaxAttempts,
            Alone: true)
        {
            IsVendorText = orders.Count == 1,
        };

        VendorAnswer Unexplained()
        {
            var kind = reply.IsSuccess() ? CallFaultKind.Unexplained : reply.FaultByStatus("").Kind;
            var namesOrder = orders.Count == 1 && Names(message, orders[0].Event.OrderNo);
            return VendorAnswer.WholeCall(
                new(kind, code, message ?? "", reply.RetryAfter)
                {
                    IsVendorText = message is not null,
                    NamesOrder = kind is CallFaultKind.Unexplained && namesOrder,
                },
                orders.Count,
                requestId);
        }
    }

    /// <summary>A number of a few characters may stand in any text.</summary>
    private static bool Names(string? message, string orderNo) =>
        orderNo.Length >= 4 && message?.Contains(orderNo, StringComparison.OrdinalIgnoreCase) is true;

    /// <summary>
    /// What a "no" to one of several orders means for it. Where the words of the rule stand in another order of the
    /// call, nobody can tell whether they are the vendor's: the order is sent alone, and asked about again.
    /// </summary>
    internal static OrderOutcome ToOutcome<TEvent>(
        ClassificationRule? rule, string? code, string? message, VendorOrder<TEvent> order, SentText call)
        where TEvent : class, IOrderEvent => rule is { Code: null, Text: { } text } && call.Contains(text)
        ? new OrderOutcome.RetryLater(code, message, Alone: true)
        : ToOutcome(rule, code, message, order.InDoubt);

    /// <summary>The account went from the configuration after its orders were assigned to it.</summary>
    public static CallFault NoSuchAccount(string name) =>
        new(CallFaultKind.Account, null, $"No account '{name}' is configured.");

    /// <summary>Whether the HTTP status is in the 200s.</summary>
    public static bool IsSuccess(this HttpReply reply) => (int)reply.Status is >= 200 and < 300;
}
