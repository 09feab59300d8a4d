using Messaging.Contracts;
using Messaging.Fulfillment.Tests.Dispatch;
using Messaging.Fulfillment.Tests.Vendors.Em;
using Messaging.Fulfillment.Vendors;
using Messaging.Fulfillment.Vendors.Em;
using Messaging.Fulfillment.Vendors.Fengchao;
using Messaging.Fulfillment.Vendors.Polyv;

namespace Messaging.Fulfillment.Tests.Vendors;

public sealed class ClassificationTests
{
    [Theory]
    [InlineData("60110", null, "60110", null, true)]
    [InlineData("60110", null, "isv.business-failed:60110", null, true)]
    [InlineData("60110", null, "160110", null, false)] // A tail counts from a colon on only.
    [InlineData("60110", null, "60110:isv", null, false)]
    [InlineData("isv.business-failed:60110", null, "60110", null, false)]
    [InlineData("60110", null, null, "60110", false)]
    [InlineData("E1", null, "e1", null, false)] // Codes are compared exactly, texts without regard to case.
    [InlineData(null, "qps exceeds", "1", "The QPS EXCEEDS number of calls.", true)]
    [InlineData(null, "部分发货", null, "该订单当前为\"部分发货\"状态", true)]
    [InlineData(null, "stock", "stock", null, false)]
    [InlineData("1", "stock", "1", "out of stock", true)]
    [InlineData("1", "stock", "2", "out of stock", false)]
    [InlineData("1", "stock", "1", "closed", false)]
    public void A_rule_matches_when_code_and_text_both_do(
        string? ruleCode, string? ruleText, string? code, string? message, bool expected) =>
        Assert.Equal(
            expected,
            new ClassificationRule { Code = ruleCode, Text = ruleText }.Matches(code, message, SentText.None));

    [Fact]
    public void The_operators_rules_go_before_the_built_in_ones_and_the_first_match_counts()
    {
        ClassificationRule[] configured = [Rule("1", AnswerClass.Retry), Rule("1", AnswerClass.Account)];
        ClassificationRule[] builtIn = [Rule("1", AnswerClass.Rejected), Rule("2", AnswerClass.Refused)];

        Assert.Equal(AnswerClass.Retry, Classification.Find(configured, builtIn, "1", null, SentText.None)?.Class);
        Assert.Equal(AnswerClass.Refused, Classification.Find(configured, builtIn, "2", null, SentText.None)?.Class);
        Assert.Null(Classification.Find(configured, builtIn, "3", null, SentText.None));
    }

    [Theory]
    [InlineData("订单[DESIGN-1]不存在", "DESIGN-1", false)]
    [InlineData("签名错误, sign invalid", "DESIGN-1", false)] // It may quote the order, whatever it seems to say.
    [InlineData("sign invalid", "DD-1", true)]
    [InlineData("order DD-1: appid=7&sign=A1&x", "DD-1", false)]
    [InlineData("""{"sign":"A1"} refused""", "DD-1", false)]
    [InlineData("""{\"signature\":\"A1\"} refused""", "DD-1", false)]
    [InlineData("sign=A1: sign invalid", "DD-1", true)]
    [InlineData("Sign", "DD-1", true)]
    public void Text_counts_where_the_vendor_cannot_have_it_from_the_request(
        string message, string orderNo, bool expected)
    {
        var sent = SentText.From(new VendorOrder<OrderMarkedDelivering>(Orders.Event(Orders.Entry(orderNo)), false));

        Assert.Equal(expected, new ClassificationRule { Text = "sign" }.Matches("1", message, sent));
    }

    [Fact]
    public void Every_value_of_an_order_may_be_quoted_and_no_field_name()
    {
        var sent = SentText.From(new VendorOrder<OrderModified>(
            EmSamples.Everything with { Items = [new() { ProductCode = "SIGN-1", Quantity = 42 }] }, InDoubt: false));

        Assert.True(sent.Contains("sign-1"));
        Assert.True(sent.Contains("42"));
        Assert.False(sent.Contains("ReceiverName"));
    }

    [Fact]
    public void In_the_built_in_tables_codes_go_before_words() => Assert.All(
        new[]
        {
            new EmOptions().BuiltInClassification,
            new FengchaoOptions().BuiltInClassification,
            FengchaoClassification.Orders,
            new PolyvOptions().BuiltInClassification,
        },
        rules => Assert.DoesNotContain(
            rules.SkipWhile(rule => rule.Code is not null), rule => rule.Code is not null));

    [Fact]
    public void A_sound_rule_has_no_errors()
    {
        var rule = Rule("1", AnswerClass.Retry);
        rule.After = TimeSpan.FromSeconds(5);
        rule.MaxAttempts = 1;

        Assert.Empty(rule.FindErrors("R"));
    }

    [Fact]
    public void All_errors_of_a_rule_are_reported_at_once_each_with_its_path()
    {
        var rule = new ClassificationRule { Code = "", After = TimeSpan.Zero, MaxAttempts = 0 };

        var errors = rule.FindErrors("Vendors:Em:Classification:3").ToArray();

        Assert.Equal(4, errors.Length);
        Assert.All(errors, error => Assert.StartsWith("Vendors:Em:Classification:3:", error, StringComparison.Ordinal));
        Assert.Contains(errors, error => error.Contains(":Class: is missing", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.Contains("neither Code nor Text", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.Contains(":After:", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.Contains(":MaxAttempts:", StringComparison.Ordinal));
    }

    private static ClassificationRule Rule(string code, AnswerClass @class) => new() { Code = code, Class = @class };
}
