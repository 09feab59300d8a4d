using Messaging.Contracts;
using Messaging.Fulfillment.Vendors;
using Messaging.Fulfillment.Vendors.Fengchao;

namespace Messaging.Fulfillment.Tests.Vendors.Fengchao;

public class FengchaoClassificationTests
{
    [Theory]
    [InlineData(
        AnswerClass.Retry,
        null,
        "10005 10009 10018 20003 60106 60124 60132 70011 99997 60051 60118 60121 60125 70009 120018 120032 20000")]
    [InlineData(AnswerClass.Retry, 5, "9999 50002 80007 99999 60114 700042")]
    [InlineData(AnswerClass.Retry, null, "60109")]
    [InlineData(AnswerClass.AlreadyDone, null, "60110 70023")]
    [InlineData(AnswerClass.RejectedForNow, null, "60040 60120 70005 10032")]
    [InlineData(
        AnswerClass.Rejected, null, "60113 60021 60068 60018 60011 60026 60017 60127 60128 70018 70019 70020 70022")]
    [InlineData(AnswerClass.Rejected, null, "50049 60033 60101 60137 60027 60072 60134 70016")]
    [InlineData(AnswerClass.Account, null, "30001 30002 40003")]
    public void Every_known_code_has_its_class_however_it_comes(AnswerClass expected, int? maxAttempts, string codes)
    {
        foreach (var code in codes.Split(' '))
        {
            (string Code, string? Message)[] forms =
            [
                (code, null),
                ($"isv.business-failed:{code}", "words"),
                ($"isp.service-error:{code}", ""),
                ("1", $"业务处理失败(isv.business-failed:{code})"),
                ("50002", $"isp.service-error:{code}, 请稍后"),
            ];
            foreach (var (form, message) in forms)
            {
                var rule = FengchaoClassification.Find([], FengchaoClassification.Orders, form, message, SentText.None);

                Assert.True(expected == rule?.Class, $"{form}/{message}: {rule?.Class}");
                Assert.Equal(maxAttempts, rule!.MaxAttempts);
            }
        }
    }

    [Theory]
    [InlineData("160110", null)]
    [InlineData("6011", null)]
    [InlineData("1", "isv.business-failed:601100")]
    [InlineData("1", "运单号 60110 有误")]
    [InlineData(null, null)]
    [InlineData("1", "")]
    public void What_only_looks_like_a_known_code_is_not_classified(string? code, string? message) =>
        Assert.Null(FengchaoClassification.Find([], FengchaoClassification.Orders, code, message, SentText.None));

    [Fact]
    public void A_familys_code_stands_where_the_sub_code_is_not_known() =>
        Assert.Equal(
            "50002",
            FengchaoClassification.Find(
                [], FengchaoClassification.Orders, "50002", "isv.business-failed:1", SentText.None)?.Code);

    [Theory]
    [InlineData("1", "isv.business-failed:60110")]
    [InlineData("60110", "words")]
    public void An_operators_rule_goes_before_the_built_in_ones(string code, string message)
    {
        ClassificationRule[] configured = [new() { Code = "60110", Class = AnswerClass.Rejected }];

        Assert.Same(
            configured[0],
            FengchaoClassification.Find(configured, FengchaoClassification.Orders, code, message, SentText.None));
    }

    [Fact]
    public void An_operators_rule_on_the_outer_code_goes_before_a_built_in_one_on_the_sub_code()
    {
        ClassificationRule[] configured = [new() { Code = "50002", Class = AnswerClass.Rejected }];

        Assert.Same(
            configured[0],
            FengchaoClassification.Find(
                configured, FengchaoClassification.Orders, "50002", "isv.business-failed:60110", SentText.None));
    }

    [Fact]
    public void A_sub_code_that_an_order_brought_itself_is_none()
    {
        var order = FengchaoSamples.Order("isv.business-failed:40003");

        Assert.Null(FengchaoClassification.Find(
            [],
            FengchaoClassification.Calls,
            "1",
            "no order isv.business-failed:40003",
            SentText.From(new VendorOrder<OrderShipped>(order, InDoubt: false))));
    }

    [Fact]
    public void Guesses_about_the_account_are_made_for_the_calls_message_only()
    {
        Assert.Null(FengchaoClassification.Find([], FengchaoClassification.Orders, "1", "unassigned", SentText.None));
        Assert.Equal(
            AnswerClass.Account,
            FengchaoClassification.Find([], FengchaoClassification.Calls, "1", "sign error", SentText.None)?.Class);
    }

    [Fact]
    public void The_built_in_rules_are_sound() =>
        Assert.Empty(FengchaoClassification.Calls.SelectMany(rule => rule.FindErrors(rule.Code ?? rule.Text!)));
}
