using System.Net;
using System.Text;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;

namespace MyVendor.Tests;

/// <summary>What each answer that MyVendor's pages name means.</summary>
public sealed class MyVendorAnswerTests
{
    [Theory]
    [InlineData("""{"orderNo":"A","code":0,"message":"ok"}""", typeof(OrderOutcome.Succeeded))]
    [InlineData("""{"orderNo":"A","code":"0","message":"ok"}""", typeof(OrderOutcome.Succeeded))]
    [InlineData("""{"orderNo":"A","code":1001,"message":"no such order"}""", typeof(OrderOutcome.Rejected))]
    [InlineData("""{"orderNo":"A","code":1002,"message":"busy"}""", typeof(OrderOutcome.RetryLater))]
    [InlineData("""{"orderNo":"A","code":7777,"message":"nobody knows"}""", typeof(OrderOutcome.Rejected))]
    [InlineData("""{"orderNo":"B","code":0,"message":"ok"}""", typeof(OrderOutcome.Unknown))]
    [InlineData("null", typeof(OrderOutcome.Unknown))]
    public void A_result_means_for_its_order(string result, Type outcome)
    {
        var answer = Read($$"""{"code":0,"message":"ok","results":[{{result}}]}""");

        Assert.Null(answer.Fault);
        Assert.IsType(outcome, Assert.Single(answer.Outcomes));
    }

    [Theory]
    [InlineData(401, CallFaultKind.Account)]
    [InlineData(429, CallFaultKind.RateLimited)]
    [InlineData(7777, CallFaultKind.Unexplained)]
    public void A_code_means_for_the_call(int code, CallFaultKind kind) =>
        Assert.Equal(kind, Read($$"""{"code":{{code}},"message":"no"}""").Fault?.Kind);

    private static VendorAnswer Read(string body) => MyVendorAnswer.Read(
        new HttpReply(HttpStatusCode.OK, Encoding.UTF8.GetBytes(body)),
        [new VendorOrder<MyVendorOrder>(Orders.Create("A"), InDoubt: false)],
        new MyVendorOptions());
}
