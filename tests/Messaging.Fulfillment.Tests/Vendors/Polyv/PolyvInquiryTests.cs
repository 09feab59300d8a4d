using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;
using Messaging.Fulfillment.Vendors.Polyv;

namespace Messaging.Fulfillment.Tests.Vendors.Polyv;

public sealed class PolyvInquiryTests
{
    private static readonly OrderOutcome Done = new OrderOutcome.Succeeded();
    private static readonly OrderOutcome Open = new OrderOutcome.Unknown(null, "open");

    [Theory]
    [InlineData(200, """{"code":200,"status":"success","data":{"orderNo":"A","status":"delivering"}}""", "Succeeded")]
    [InlineData(200, """{"code":200,"data":{"status":"finish"}}""", "Succeeded")]
    [InlineData(200, """{"code":200,"data":{"status":"wait_delivery"}}""", null)]
    [InlineData(200, """{"code":200,"data":{"status":"wait_pay"}}""", null)]
    [InlineData(200, """{"code":200,"data":{"status":"close"}}""", null)]
    [InlineData(200, """{"code":200,"data":{"status":"DELIVERING"}}""", null)]
    // Polyv answers that it does not know or accept the order.
    [InlineData(400, """{"code":400,"error":{"code":40244,"desc":"订单不存在"}}""", null)]
    // The query itself failed, or says nothing.
    [InlineData(200, """{"code":200,"data":{"orderNo":"A"}}""", "Unknown 200")]
    [InlineData(200, """{"code":200,"data":null}""", "Unknown 200")]
    [InlineData(200, """{"code":200,"data":{"status":[]}}""", "Unknown 200")]
    [InlineData(200, "<html/>", "Unknown 200")]
    [InlineData(403, """{"code":403,"message":"invalid signature."}""", "Unknown 403")]
    [InlineData(400, """{"code":400,"message":"qps exceeds number of calls"}""", "Unknown 400")]
    [InlineData(503, "", "Unknown 503")]
    public void A_query_brings_the_outcome_or_nothing_where_the_order_has_to_be_sent(
        int status, string body, string? expected)
    {
        var query = PolyvOrderStatus.Read(
            PolyvCase.Reply(status, body), PolyvCase.Order("A", inDoubt: true), PolyvCase.Options());

        var outcome = PolyvInquiry.Decide(query);

        Assert.Equal(expected, outcome is null ? null : PolyvCase.Describe([outcome]));
    }

    [Fact]
    public void Outcomes_keep_the_order_of_the_call()
    {
        var sent = VendorAnswer.PerOrder([new OrderOutcome.Rejected("1", "x"), Done], "r");

        var answer = PolyvInquiry.Merge([Open, null, Done, null], sent);

        Assert.Equal("Unknown | Rejected 1 x | Succeeded | Succeeded", PolyvCase.Describe(answer.Outcomes));
        Assert.Null(answer.Fault);
        Assert.Equal("r", answer.RequestId);
    }

    [Fact]
    public void A_fault_stays_the_fault_of_the_call_where_nothing_is_known_to_be_done()
    {
        var fault = new CallFault(CallFaultKind.Refused, "400", "no");

        var answer = PolyvInquiry.Merge([Open, null, null], VendorAnswer.WholeCall(fault, 2));

        Assert.Equal(fault, answer.Fault);
        Assert.Equal(3, answer.Outcomes.Count);
    }

    [Theory]
    [InlineData(CallFaultKind.NotSent, 2, "Succeeded | RetryLater 9 no | RetryLater 9 no")]
    [InlineData(CallFaultKind.Unknown, 2, "Succeeded | Unknown 9 | Unknown 9")]
    [InlineData(
        CallFaultKind.Refused,
        2,
        "Succeeded | RetryLater 9 no | RetryLater 9 no")] // Whose fault it is has yet to be found out.
    [InlineData(CallFaultKind.Refused, 1, "Succeeded | Rejected 9 no")]
    public void What_is_known_to_be_done_is_not_lost_in_a_fault(CallFaultKind kind, int sent, string expected)
    {
        OrderOutcome?[] known = [Done, .. new OrderOutcome?[sent]];

        var answer = PolyvInquiry.Merge(known, VendorAnswer.WholeCall(new(kind, "9", "no"), sent));

        Assert.Null(answer.Fault);
        Assert.Equal(expected, PolyvCase.Describe(answer.Outcomes));
    }
}
