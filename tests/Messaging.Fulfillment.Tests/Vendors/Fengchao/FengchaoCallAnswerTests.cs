using Messaging.Contracts;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;
using Messaging.Fulfillment.Vendors.Fengchao;

namespace Messaging.Fulfillment.Tests.Vendors.Fengchao;

public class FengchaoCallAnswerTests
{
    private const string Busy = "存在处理中流程,请勿同时重复请求";

    public static TheoryData<int, string, CallFault> Faults => new()
    {
        {
            200, """{"code":1,"message":"非法的参数,订单号传入错误,建议检查是否为店铺单号"}""",
            Said(CallFaultKind.Refused, "1", "非法的参数,订单号传入错误,建议检查是否为店铺单号")
        },
        { 200, """{"code":"7","message":"别的","data":null}""", Said(CallFaultKind.Unexplained, "7", "别的") },
        { 200, """{"code":7,"data":""}""", new(CallFaultKind.Unexplained, "7", "") },
        { 200, """{"code":60110,"message":"已发货"}""", Said(CallFaultKind.Refused, "60110", "已发货") },
        { 200, """{"code":60113,"message":"已关闭","data":{}}""", Said(CallFaultKind.Refused, "60113", "已关闭") },
        { 200, """{"code":20000,"message":"服务不可用"}""", Said(CallFaultKind.Unavailable, "20000", "服务不可用") },
        { 200, """{"code":30001}""", new(CallFaultKind.Account, "30001", "") },
        { 200, """{"code":30002}""", new(CallFaultKind.Account, "30002", "") },
        { 200, """{"code":"40003","message":"x"}""", Said(CallFaultKind.Account, "40003", "x") },
        { 200, """{"code":1,"message":"签名错误"}""", Said(CallFaultKind.AccountSuspected, "1", "签名错误") },
        { 200, """{"code":1,"message":"Invalid Sign"}""", Said(CallFaultKind.AccountSuspected, "1", "Invalid Sign") },
        { 200, """{"code":1,"message":"店铺授权已过期"}""", Said(CallFaultKind.AccountSuspected, "1", "店铺授权已过期") },
        { 200, """{"code":0,"data":null}""", Contradiction(200) },
        { 200, """{"code":0}""", Contradiction(200) },
        { 200, """{"code":0,"data":{"order_id":"A","code":0}}""", Contradiction(200) },
        { 500, """{"code":0,"data":[{"order_id":"A","code":0}]}""", Contradiction(500) },
        { 200, "", Unreadable(CallFaultKind.Unknown, 200) },
        { 200, "ok", Unreadable(CallFaultKind.Unknown, 200) },
        { 200, "<html>login</html>", Unreadable(CallFaultKind.Unknown, 200) },
        { 200, """{"code":0,"data":[{"order_id":"A","code":0""", Unreadable(CallFaultKind.Unknown, 200) },
        { 200, """{"message":"ok"}""", Unreadable(CallFaultKind.Unknown, 200) },
        { 200, """{"code":null}""", Unreadable(CallFaultKind.Unknown, 200) },
        { 200, """{"code":{"code":0}}""", Unreadable(CallFaultKind.Unknown, 200) },
        { 200, "[]", Unreadable(CallFaultKind.Unknown, 200) },
        { 200, "null", Unreadable(CallFaultKind.Unknown, 200) },
        { 302, "", Unreadable(CallFaultKind.AccountSuspected, 302) },
        { 400, "", Unreadable(CallFaultKind.Unexplained, 400) },
        { 404, """{"status":404,"error":"Not Found"}""", Unreadable(CallFaultKind.AccountSuspected, 404) },
        { 500, "<html>error</html>", Unreadable(CallFaultKind.Unknown, 500) },
        { 502, "", Unreadable(CallFaultKind.Unknown, 502) },
        { 503, "", Unreadable(CallFaultKind.Unavailable, 503) },
        { 500, """{"code":500,"message":"系统异常"}""", Said(CallFaultKind.Unknown, "500", "系统异常") },
        { 401, """{"code":401,"message":"x"}""", Said(CallFaultKind.AccountSuspected, "401", "x") },
        { 429, """{"code":429,"message":"慢"}""", Said(CallFaultKind.RateLimited, "429", "慢") },
        { 400, """{"code":1,"message":"签名错误"}""", Said(CallFaultKind.AccountSuspected, "1", "签名错误") },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_call_can_fail_as_a_whole(int status, string body, CallFault expected)
    {
        var answer = Read(FormVendor.Reply(body, status), FengchaoSamples.Orders("A", "B"));

        Assert.Equal(expected, answer.Fault);
        Assert.Equal([expected.ToOutcome(2), expected.ToOutcome(2)], answer.Outcomes);
    }

    [Fact]
    public void A_call_nested_too_deeply_may_have_been_done()
    {
        var answer =
            Read(FormVendor.Reply($$"""{"code":0,"data":{{new string('[', 10_000)}}"""), FengchaoSamples.Orders("A"));

        Assert.Equal(Unreadable(CallFaultKind.Unknown, 200), answer.Fault);
    }

    [Fact]
    public void An_answer_cut_off_anywhere_may_stand_for_a_done_call()
    {
        const string whole = """{"code":0,"message":"ok","data":[{"order_id":"A","code":60113,"msg":"已关闭"},{"order_id":"B","code":0}],"trace_id":"t"}""";

        Assert.All(Enumerable.Range(0, whole.Length), length =>
            Assert.Equal(
                Unreadable(CallFaultKind.Unknown, 200),
                Read(FormVendor.Reply(whole[..length]), FengchaoSamples.Orders("A", "B")).Fault));
    }

    public static TheoryData<string, OrderOutcome.RetryLater> RetriedAlone => new()
    {
        { $$"""{"code":1,"message":"{{Busy}}"}""", new("1", Busy, TimeSpan.FromSeconds(5), Alone: true) },
        { """{"code":60109,"message":"风控"}""", new("60109", "风控", TimeSpan.FromHours(1.5), Alone: true) },
        { """{"code":99999,"message":"系统"}""", new("99999", "系统", MaxAttempts: 5, Alone: true) },
    };

    [Theory]
    [MemberData(nameof(RetriedAlone))]
    public void A_call_refused_for_one_order_is_sent_again_one_by_one(
        string body, OrderOutcome.RetryLater expected)
    {
        var alone = Read(FormVendor.Reply(body), FengchaoSamples.Orders("A"));
        var answer = Read(FormVendor.Reply(body), FengchaoSamples.Orders("A", "B"));

        Assert.Equal([expected], alone.Outcomes);
        // What the vendor says of one is not written to the other.
        var silent = new OrderOutcome.RetryLater(
            expected.Code,
            "The vendor cannot do an order of the call now; each is sent alone.",
            expected.After,
            expected.MaxAttempts,
            Alone: true)
        {
            IsVendorText = false,
        };
        Assert.Equal([silent, silent], answer.Outcomes);
        Assert.Null(answer.Fault);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_rejection_of_a_call_is_the_orders_where_it_was_alone(bool inDoubt)
    {
        var answer = Read(
            FormVendor.Reply("""{"code":60110,"message":"已发货","trace_id":"t"}"""),
            [new(FengchaoSamples.Order("A"), inDoubt)]);

        OrderOutcome expected = inDoubt
            ? new OrderOutcome.Succeeded()
            : new OrderOutcome.Rejected("60110", "已发货") { Note = "Already done, but not by this service" };
        Assert.Equal([expected], answer.Outcomes);
        Assert.Equal("t", answer.RequestId);
    }

    [Fact]
    public void The_vendors_retry_after_is_kept()
    {
        var answer =
            Read(FormVendor.Reply("""{"code":20000}""", 503, TimeSpan.FromSeconds(30)), FengchaoSamples.Orders("A"));

        Assert.Equal(new CallFault(CallFaultKind.Unavailable, "20000", "", TimeSpan.FromSeconds(30)), answer.Fault);
    }

    private static CallFault Said(CallFaultKind kind, string code, string message) =>
        new(kind, code, message) { IsVendorText = true };

    private static CallFault Contradiction(int status) =>
        new(CallFaultKind.Unknown, "0", $"HTTP {status}: the answer claims success without a result for each order.");

    private static CallFault Unreadable(CallFaultKind kind, int status) =>
        new(kind, $"{status}", $"HTTP {status}: the answer is not JSON with a code.");

    private static VendorAnswer Read(HttpReply reply, VendorOrder<OrderShipped>[] orders) =>
        FengchaoAnswer.Read(reply, orders, FengchaoSamples.Options);
}
