using Messaging.Contracts;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;
using Messaging.Fulfillment.Vendors.Em;

namespace Messaging.Fulfillment.Tests.Vendors.Em;

public class EmAnswerTests
{
    public static TheoryData<string, OrderOutcome> Answered => new()
    {
        { """{"statusCode":0,"message":"修改成功","data":"DD202409260001"}""", new OrderOutcome.Succeeded() },
        { """{"statusCode":"0"}""", new OrderOutcome.Succeeded() },
        { """{"statusCode":0,"message":{},"data":[[]]}""", new OrderOutcome.Succeeded() },
        { """{"statusCode":0,"message":"\ud800"}""", new OrderOutcome.Succeeded() },
        {
            """{"statusCode":1002,"message":"修改三级地址时,省市区名称均不能为空","data":null}""",
            new OrderOutcome.Rejected("1002", "修改三级地址时,省市区名称均不能为空")
        },
        {
            """{"statusCode":-10,"message":"产品[ERP_1113005]库存不足","data":null}""",
            new OrderOutcome.Rejected("-10", "产品[ERP_1113005]库存不足", CanRetry: true)
        },
        { """{"statusCode":"-10","message":"产品[DESIGN]库存不足"}""", new OrderOutcome.Rejected(
            "-10", "产品[DESIGN]库存不足", CanRetry: true) },
    };

    [Theory]
    [MemberData(nameof(Answered))]
    public void The_status_code_is_the_orders_result(string body, OrderOutcome expected)
    {
        var answer = Read(FormVendor.Reply(body));

        Assert.Equal([expected], answer.Outcomes);
        Assert.Null(answer.Fault);
    }

    public static TheoryData<int, string, CallFault> Faults => new()
    {
        { 200, """{"statusCode":1001,"message":"签名错误"}""", Said(CallFaultKind.AccountSuspected, "1001", "签名错误") },
        { 200, """{"statusCode":1001,"message":"Sign error"}""", Said(CallFaultKind.AccountSuspected, "1001", "Sign error") },
        { 200, """{"statusCode":1001,"message":"时间戳过期"}""", Said(CallFaultKind.AccountSuspected, "1001", "时间戳过期") },
        { 200, """{"statusCode":1001,"message":"timestamp无效"}""", Said(CallFaultKind.AccountSuspected, "1001", "timestamp无效") },
        { 200, """{"statusCode":1001,"message":"AppId不存在"}""", Said(CallFaultKind.AccountSuspected, "1001", "AppId不存在") },
        { 200, """{"statusCode":7,"message":"系统繁忙，请稍后重试"}""", Said(
            CallFaultKind.Unexplained, "7", "系统繁忙，请稍后重试") },
        { 200, """{"statusCode":7}""", new(CallFaultKind.Unexplained, "7", "") },
        { 500, """{"statusCode":0,"message":"修改成功"}""", new(
            CallFaultKind.Unknown, "0", "HTTP 500: the answer claims success.") },
        { 500, """{"statusCode":500,"message":"异常"}""", Said(CallFaultKind.Unknown, "500", "异常") },
        { 401, """{"statusCode":401,"message":"no"}""", Said(CallFaultKind.AccountSuspected, "401", "no") },
        { 200, "", Unreadable(CallFaultKind.Unknown, 200) },
        { 200, "null", Unreadable(CallFaultKind.Unknown, 200) },
        { 200, "[0]", Unreadable(CallFaultKind.Unknown, 200) },
        { 200, "<html></html>", Unreadable(CallFaultKind.Unknown, 200) },
        { 200, """{"statusCode":0,"mess""", Unreadable(CallFaultKind.Unknown, 200) },
        { 200, """{"statusCode":null}""", Unreadable(CallFaultKind.Unknown, 200) },
        { 200, """{"statusCode":{"a":0}}""", Unreadable(CallFaultKind.Unknown, 200) },
        { 200, """{"statusCode":true}""", Unreadable(CallFaultKind.Unknown, 200) },
        { 200, """{"statusCode":""}""", Unreadable(CallFaultKind.Unknown, 200) },
        { 200, """{"message":"修改成功"}""", Unreadable(CallFaultKind.Unknown, 200) },
        { 400, "bad request", Unreadable(CallFaultKind.Unexplained, 400) },
        { 404, "", Unreadable(CallFaultKind.AccountSuspected, 404) },
        { 429, "", Unreadable(CallFaultKind.RateLimited, 429) },
        { 502, "<html></html>", Unreadable(CallFaultKind.Unknown, 502) },
        { 503, "", Unreadable(CallFaultKind.Unavailable, 503) },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_call_can_fail_as_a_whole(int status, string body, CallFault expected)
    {
        var answer = Read(FormVendor.Reply(body, status));

        Assert.Equal(expected, answer.Fault);
        Assert.Equal([expected.ToOutcome(1)], answer.Outcomes);
    }

    [Theory]
    [InlineData("null", true)]
    [InlineData("\"\"", true)]
    [InlineData("{}", true)]
    [InlineData("\"dd202409260001 \"", true)]
    [InlineData("\"DD202409260002\"", false)]
    [InlineData("202409260001", false)]
    public void Success_that_tells_of_another_order_is_none(string data, bool isDone)
    {
        var answer = EmAnswer.Read(
            FormVendor.Reply($$"""{"statusCode":0,"data":{{data}}}"""),
            [new VendorOrder<OrderModified>(EmSamples.Everything with { OrderNo = "DD202409260001" }, false)],
            EmSamples.Options);

        Assert.Equal(isDone ? null : CallFaultKind.Unknown, answer.Fault?.Kind);
        Assert.Equal(isDone, answer.Outcomes[0] is OrderOutcome.Succeeded);
    }

    [Theory]
    [InlineData("订单[DESIGN-1]不存在", true)]
    [InlineData("系统繁忙，请稍后重试", false)]
    public void A_refusal_without_a_known_code_is_the_orders_where_it_names_it(string message, bool namesOrder)
    {
        var answer = EmAnswer.Read(
            FormVendor.Reply($$"""{"statusCode":1001,"message":"{{message}}"}"""),
            [new VendorOrder<OrderModified>(EmSamples.Everything with { OrderNo = "DESIGN-1" }, false)],
            EmSamples.Options);

        Assert.Equal((CallFaultKind.Unexplained, namesOrder), (answer.Fault!.Kind, answer.Fault.NamesOrder));
    }

    [Fact]
    public void An_answer_nested_too_deeply_may_stand_for_a_modification() =>
        Assert.Equal(
            Unreadable(CallFaultKind.Unknown, 200),
            Read(FormVendor.Reply($$"""{"statusCode":0,"data":{{new string('[', 10_000)}}""")).Fault);

    [Theory]
    [InlineData(AnswerClass.Rejected, null)]
    [InlineData(AnswerClass.RejectedForNow, null)]
    [InlineData(AnswerClass.Retry, CallFaultKind.Unavailable)]
    [InlineData(AnswerClass.RateLimited, CallFaultKind.RateLimited)]
    [InlineData(AnswerClass.Account, CallFaultKind.Account)]
    public void An_operators_rule_goes_before_the_built_in_ones(AnswerClass @class, CallFaultKind? expected)
    {
        var options = EmSamples.Options;
        options.Classification = [new() { Code = "-10", Class = @class, After = TimeSpan.FromMinutes(1) }];

        var answer = Read(FormVendor.Reply("""{"statusCode":-10,"message":"库存不足"}"""), options);

        Assert.Equal(expected, answer.Fault?.Kind);
        if (@class is AnswerClass.Retry or AnswerClass.RateLimited)
            Assert.Equal(new OrderOutcome.RetryLater("-10", "库存不足", TimeSpan.FromMinutes(1)), answer.Outcomes[0]);
    }

    [Fact]
    public void An_operators_rule_can_bound_the_attempts()
    {
        var options = EmSamples.Options;
        options.Classification = [new() { Text = "锁定", Class = AnswerClass.Retry, MaxAttempts = 3 }];

        var answer = Read(FormVendor.Reply("""{"statusCode":9,"message":"订单已锁定"}"""), options);

        Assert.Equal([new OrderOutcome.RetryLater("9", "订单已锁定", MaxAttempts: 3, Alone: true)], answer.Outcomes);
    }

    [Fact]
    public void The_built_in_rules_are_sound() =>
        Assert.Empty(EmClassification.BuiltIn.SelectMany(rule => rule.FindErrors(rule.Code ?? rule.Text!)));

    private static CallFault Said(CallFaultKind kind, string code, string message) =>
        new(kind, code, message) { IsVendorText = true };

    private static CallFault Unreadable(CallFaultKind kind, int status) =>
        new(kind, $"{status}", $"HTTP {status}: the answer is not JSON with a statusCode.");

    private static VendorAnswer Read(HttpReply reply, EmOptions? options = null) =>
        EmAnswer.Read(
            reply,
            [new VendorOrder<OrderModified>(EmSamples.Everything, InDoubt: false)],
            options ?? EmSamples.Options);
}
