namespace Messaging.Fulfillment.Vendors.Em;

/// <summary>
/// The built-in classification of EM's answers; what no rule knows is final. Rules in configuration go first.
/// </summary>
internal static class EmClassification
{
    private const string Account = "speaks of the account";

    public static IReadOnlyList<ClassificationRule> BuiltIn { get; } =
    [
        // The page's own samples: an incomplete region, a product out of stock.
        new() { Code = "1002", Class = AnswerClass.Rejected, Meaning = "a region without all its names" },
        new() { Code = "-10", Class = AnswerClass.RejectedForNow, Meaning = "a product is out of stock" },

        // Inferred, as the page lists no such answer: a wrong guess that holds orders back is corrected by an
        // operator's rule, to fail every order over a wrong secret is not.
        new() { Text = "签名", Class = AnswerClass.Account, Meaning = Account },
        new() { Text = "sign", Class = AnswerClass.Account, Meaning = Account },
        new() { Text = "时间戳", Class = AnswerClass.Account, Meaning = Account },
        new() { Text = "timestamp", Class = AnswerClass.Account, Meaning = Account },
        new() { Text = "appid", Class = AnswerClass.Account, Meaning = Account },
    ];
}
