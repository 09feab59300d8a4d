using Messaging.Fulfillment.Vendors;

namespace MyVendor;

/// <summary>What MyVendor's codes mean; what no rule knows is final for an order, and tried again for a call.</summary>
internal static class MyVendorClassification
{
    public static IReadOnlyList<ClassificationRule> BuiltIn { get; } =
    [
        new() { Code = "401", Class = AnswerClass.Account, Meaning = "application id, time or signature is wrong" },
        new() { Code = "429", Class = AnswerClass.RateLimited, Meaning = "too many calls" },
        new() { Code = "1001", Class = AnswerClass.Rejected, Meaning = "there is no such order" },
        new() { Code = "1002", Class = AnswerClass.Retry, Meaning = "the order is being processed" },
    ];
}
