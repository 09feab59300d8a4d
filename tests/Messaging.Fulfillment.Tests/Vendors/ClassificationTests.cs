using Messaging.Fulfillment.Vendors;

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
        Assert.Equal(expected, new ClassificationRule { Code = ruleCode, Text = ruleText }.Matches(code, message, SentText.None));

    [Fact]
    public void The_operators_rules_go_before_the_built_in_ones_and_the_first_match_counts()
    {
        ClassificationRule[] configured = [Rule("1", AnswerClass.Retry), Rule("1", AnswerClass.Account)];
        ClassificationRule[] builtIn = [Rule("1", AnswerClass.Rejected), Rule("2", AnswerClass.Refused)];

        Assert.Equal(AnswerClass.Retry, Classification.Find(configured, builtIn, "1", null, SentText.None)?.Class);
        Assert.Equal(AnswerClass.Refused, Classification.Find(configured, builtIn, "2", null, SentText.None)?.Class);
        Assert.Null(Classification.Find(configured, builtIn, "3", null, SentText.None));
    }

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
