using System.Text.RegularExpressions;

namespace Messaging.Fulfillment.Vendors.Fengchao;

/// <summary>
/// The built-in classification of Fengchao's and Doudian's answers. The texts are from Fengchao's pages; the codes are
/// Doudian's sub codes, which come as <c>60110</c> or <c>isv.business-failed:60110</c>, as the code or within the
/// message. Rules in configuration go first.
/// </summary>
internal static partial class FengchaoClassification
{
    private const string Passing = "trouble that passes";

    public static IReadOnlyList<ClassificationRule> Orders { get; } =
    [
        .. Codes("10005 10009 10018 20003 60106 60124 60132 70011 99997", AnswerClass.Retry, Passing),
        .. Codes("60051 60118 60121 60125 70009 120018 120032", AnswerClass.Retry, Passing),
        .. Codes(
            "9999 50002 80007 99999 60114 700042",
            AnswerClass.Retry,
            "trouble that seldom passes by itself: a human has to look",
            maxAttempts: 5),

        // Others must not wait with it.
        new()
        {
            Code = "60109",
            Class = AnswerClass.Retry,
            After = TimeSpan.FromHours(1.5),
            Alone = true,
            Meaning = "under risk review, which takes one to two hours",
        },
        .. Codes("60110 70023", AnswerClass.AlreadyDone, "shipped already"),
        .. Codes(
            "60040 60120 70005 10032",
            AnswerClass.RejectedForNow,
            "a refund is pending: once it is decided, or the order says to refuse it, shipping may go through"),
        .. Codes("60113 60021 60068", AnswerClass.Rejected, "the order is closed"),
        .. Codes("60018 60011 60026", AnswerClass.Rejected, "the carrier is not right"),
        .. Codes(
            "60017 60127 60128 70018 70019 70020 70022", AnswerClass.Rejected, "the tracking number is not right"),
        .. Codes("50049 60033 60101 60137", AnswerClass.Rejected, "not this shop's order, or not paid"),
        .. Codes("60027 60072 60134 70016", AnswerClass.Rejected, "the address is not right"),
        .. Codes("20000", AnswerClass.Retry, "the platform is unavailable"),
        .. Codes("30001 30002 40003", AnswerClass.Account, "no permission, address not let in, signature or token"),

        new()
        {
            Text = "存在处理中流程",
            Class = AnswerClass.Retry,
            After = TimeSpan.FromSeconds(5),
            Alone = true,
            Meaning = "the order is being processed",
        },
        new() { Text = "部分发货", Class = AnswerClass.Rejected, Meaning = "shipped in part, which is not supported" },
        new() { Text = "订单号传入错误", Class = AnswerClass.Refused, Meaning = "an order number is wrong" },
        new() { Text = "非法的参数", Class = AnswerClass.Refused, Meaning = "a parameter is not allowed" },
    ];

    /// <summary>
    /// For the call's own message only. Inferred, as no page lists these answers: to hold orders back over a wrong
    /// guess is corrected by an operator's rule; failing every order because of a wrong secret is not.
    /// </summary>
    public static IReadOnlyList<ClassificationRule> Calls { get; } =
    [
        .. Orders,
        .. Texts(AnswerClass.Account, "签名", "sign", "时间戳", "timestamp", "appid", "seller_nick", "授权"),
    ];

    /// <summary>
    /// The first rule that matches; a sub code within the message says more than the code beside it, which may be that
    /// of its whole family.
    /// </summary>
    public static ClassificationRule? Find(
        IReadOnlyList<ClassificationRule> configured,
        IReadOnlyList<ClassificationRule> builtIn,
        string? code,
        string? message,
        SentText sent)
    {
        var subCode = GetSubCode(message, sent);
        return Find(configured) ?? Find(builtIn);

        ClassificationRule? Find(IReadOnlyList<ClassificationRule> rules) =>
            (subCode is null ? null : Classification.Find(
                rules, [], subCode, message, sent)) ?? Classification.Find(rules, [], code, message, sent);
    }

    /// <summary>The sub code within the message, unless it is an order's own text that is quoted.</summary>
    private static string? GetSubCode(string? message, SentText sent) =>
        message is not null && SubCode.Match(message) is { Success: true } match && !sent.Contains(match.Value)
            ? match.Value
            : null;

    private static IEnumerable<ClassificationRule> Codes(
        string codes, AnswerClass @class, string meaning, int? maxAttempts = null) =>
        codes.Split(' ').Select(code => new ClassificationRule
        {
            Code = code,
            Class = @class,
            MaxAttempts = maxAttempts,
            Meaning = meaning,
        });

    private static IEnumerable<ClassificationRule> Texts(AnswerClass @class, params string[] texts) =>
        texts.Select(
            text => new ClassificationRule { Text = text, Class = @class, Meaning = "speaks of the account" });

    [GeneratedRegex(
        @"is[vp]\.[a-z-]+:[0-9]+",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex SubCode { get; }
}
