using Messaging.Contracts;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;
using Messaging.Fulfillment.Vendors.Fengchao;

namespace Messaging.Fulfillment.Tests.Vendors.Fengchao;

public class FengchaoAnswerTests
{
    private const string No = FengchaoSamples.OrderNo;
    private static readonly OrderOutcome.Succeeded Succeeded = new();
    private static readonly OrderOutcome.Unknown Silent = new(null, "The answer does not tell of this order.");

    [Fact]
    public void The_pages_sample_answer_is_success()
    {
        var answer = Read(
            """
            {
              "code": 0,
              "message": "ok",
              "data": [
                {
                  "order_id": "4948795729456854758", "company_code": "zhongtong",
                  "logistics_code": "75531717195834", "code": 0, "msg": ""
                }
              ],
              "trace_id": ""
            }
            """,
            FengchaoSamples.Orders(No));

        Assert.Equal([Succeeded], answer.Outcomes);
        Assert.Null(answer.Fault);
        Assert.Null(answer.RequestId);
    }

    public static TheoryData<string, OrderOutcome> OneOrder => new()
    {
        { """{"order_id":"4948795729456854758","code":0}""", Succeeded },
        { """{"order_id":4948795729456854758,"code":"0","msg":null}""", Succeeded },
        { """{"order_id":"4948795729456854758","code":1,"msg":"坏"}""", new OrderOutcome.Rejected("1", "坏") },
        { """{"order_id":"4948795729456854758","code":"isv.x","msg":7}""", new OrderOutcome.Rejected("isv.x", "7") },
        { """{"order_id":"4948795729456854758","code":1}""", new OrderOutcome.Rejected("1", null) },
        { """{"order_id":"4948795729456854758","msg":"ok"}""", new OrderOutcome.Unknown(
            null, "The answer has no code for this order.") },
        { """{"order_id":"4948795729456854758","code":""}""", new OrderOutcome.Unknown(
            null, "The answer has no code for this order.") },
        { """{"order_id":"4948795729456854758","code":[0]}""", new OrderOutcome.Unknown(
            null, "The answer has no code for this order.") },
        { """{"order_id":"4948795729456854759","code":0}""", Silent },
        { """{"order_id":4.948795729456854758e18,"code":0}""", Silent },
        { """{"order_id":null,"code":0}""", Silent },
        { """{"code":0}""", Silent },
        { "null", Silent },
        { "\"4948795729456854758\"", Silent },
        { "[[]]", Silent },
        { "", Silent },
        { """null,7,{"order_id":"4948795729456854758","code":0},{"order_id":"never sent","code":5}""", Succeeded },
        { """{"order_id":"4948795729456854758","code":0},{"order_id":4948795729456854758,"code":"0"}""", Succeeded },
        {
            """{"order_id":"4948795729456854758","code":0},{"order_id":"4948795729456854758","code":1}""",
            new OrderOutcome.Unknown(null, "The answer tells of this order twice, with different codes.")
        },
        {
            """{"order_id":"4948795729456854758","code":1,"msg":"存在处理中流程,请勿同时重复请求"}""",
            new OrderOutcome.RetryLater("1", "存在处理中流程,请勿同时重复请求", TimeSpan.FromSeconds(5), Alone: true)
        },
        {
            """{"order_id":"4948795729456854758","code":1,"msg":"该订单当前为“部分发货”状态,无法调用此接口"}""",
            new OrderOutcome.Rejected("1", "该订单当前为“部分发货”状态,无法调用此接口")
        },
        {
            """{"order_id":"4948795729456854758","code":1,"msg":"该订单当前为\"部分发货\"状态,无法调用此接口"}""",
            new OrderOutcome.Rejected("1", "该订单当前为\"部分发货\"状态,无法调用此接口")
        },
    };

    [Theory]
    [MemberData(nameof(OneOrder))]
    public void The_inner_code_is_the_orders_result(string data, OrderOutcome expected)
    {
        var answer =
            Read($$"""{"code":0,"message":"ok","data":[{{data}}],"trace_id":"t-1"}""", FengchaoSamples.Orders(No));

        Assert.Equal([expected], answer.Outcomes);
        Assert.Null(answer.Fault);
        Assert.Equal("t-1", answer.RequestId);
    }

    [Fact]
    public void Each_order_gets_its_own_outcome_in_the_order_of_the_call()
    {
        var answer = Read(
            """{"code":"0","data":[{"order_id":"C","code":60113,"msg":"订单已关闭"},{"order_id":"A","code":0},{"order_id":"D","code":30001}],"trace_id":9}""",
            FengchaoSamples.Orders("A", "B", "C", "D"));

        Assert.Equal(
            [
                Succeeded,
                Silent,
                new OrderOutcome.Rejected("60113", "订单已关闭"),
                new OrderOutcome.RetryLater("30001", null),
            ],
            answer.Outcomes);
        Assert.Null(answer.Fault);
        Assert.Equal("9", answer.RequestId);
    }

    [Theory]
    [InlineData("\"company_code\":\"zhongtong\",\"logistics_code\":\"75531717195834\"", true)]
    [InlineData("\"company_code\":\"ZhongTong\",\"logistics_code\":75531717195834", true)]
    [InlineData("\"company_code\":null", true)]
    [InlineData("\"company_code\":\"shunfeng\"", false)]
    [InlineData("\"company_code\":\"zhongtong\",\"logistics_code\":\"75531717195835\"", false)]
    public void Success_that_tells_of_another_shipment_is_none(string echo, bool isDone)
    {
        var order = FengchaoSamples.Order("A") with { CarrierCode = "zhongtong", TrackingNo = "75531717195834" };

        var answer = Read($$"""{"code":0,"data":[{"order_id":"A",{{echo}},"code":0}]}""", [new(order, InDoubt: false)]);

        OrderOutcome expected = isDone
            ? Succeeded
            : new OrderOutcome.Unknown(null, "The answer tells of another carrier or tracking number.");
        Assert.Equal([expected], answer.Outcomes);
    }

    [Fact]
    public void A_code_about_the_account_for_every_order_is_a_fault_of_the_account()
    {
        var answer = Read(
            """{"code":0,"data":[{"order_id":"A","code":30002,"msg":"ip"},{"order_id":"B","code":30001}]}""",
            FengchaoSamples.Orders("A", "B"));

        Assert.Equal(new CallFault(CallFaultKind.Account, "30002", "ip") { IsVendorText = true }, answer.Fault);
        Assert.Equal(2, answer.Outcomes.Count);
    }

    [Fact]
    public void A_code_about_the_account_for_some_orders_defers_only_these()
    {
        var answer = Read(
            """{"code":0,"data":[{"order_id":"A","code":30001,"msg":"权限"},{"order_id":"B","code":0}]}""",
            FengchaoSamples.Orders("A", "B"));

        Assert.Equal([new OrderOutcome.RetryLater("30001", "权限"), Succeeded], answer.Outcomes);
        Assert.Null(answer.Fault);
    }

    [Fact]
    public void An_order_that_is_already_shipped_is_done_if_this_service_may_have_shipped_it()
    {
        VendorOrder<OrderShipped>[] orders = [new(
            FengchaoSamples.Order("A"), InDoubt: true), new(FengchaoSamples.Order("B"), InDoubt: false)];

        var answer = Read(
            """{"code":0,"data":[{"order_id":"A","code":60110,"msg":"已发货"},{"order_id":"B","code":60110,"msg":"已发货"}]}""",
            orders);

        Assert.Equal(
            [Succeeded, new OrderOutcome.Rejected("60110", "已发货") { Note = "Already done, but not by this service" }],
            answer.Outcomes);
    }

    private static VendorAnswer Read(string body, VendorOrder<OrderShipped>[] orders) =>
        FengchaoAnswer.Read(FormVendor.Reply(body), orders, FengchaoSamples.Options);
}
