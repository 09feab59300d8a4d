using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;
using Messaging.Fulfillment.Vendors.Polyv;

namespace Messaging.Fulfillment.Tests.Vendors.Polyv;

/// <summary>Calls that fail as a whole.</summary>
public sealed class PolyvFaultTests
{
    private readonly PolyvOptions _options = PolyvCase.Options();

    [Theory]
    // The page's own sample: API v4.
    [InlineData(
        400,
        """{"code":400,"status":"error","requestId":"r","error":{"code":20001,"desc":"application not found."},"success":false}""",
        CallFaultKind.Account, "20001", "application not found.")]
    // API v2 and v3, and the statuses on which their pages disagree.
    [InlineData(400, """{"code":400,"status":"error","message":"invalid signature.","data":"","requestId":"r"}""",
        CallFaultKind.AccountSuspected, "400", "invalid signature.")]
    [InlineData(401, """{"code":401,"status":"error","message":"Invalid Signature.","data":"","requestId":"r"}""",
        CallFaultKind.AccountSuspected, "401", "Invalid Signature.")]
    [InlineData(403, """{"code":403,"status":"error","message":"invalid signature.","data":"","requestId":"r"}""",
        CallFaultKind.AccountSuspected, "403", "invalid signature.")]
    [InlineData(400, """{"code":400,"status":"error","message":"invalid timestamp.","data":"","requestId":"r"}""",
        CallFaultKind.AccountSuspected, "400", "invalid timestamp.")]
    [InlineData(400, """{"code":400,"status":"error","message":"应用不存在","error":{"code":"20001"},"requestId":"r"}""",
        CallFaultKind.Account, "20001", "应用不存在")]
    [InlineData(500, """{"code":500,"status":"error","message":"access forbidden","data":"","requestId":"r"}""",
        CallFaultKind.AccountSuspected, "500", "access forbidden")]
    // The rate limit, whatever its status.
    [InlineData(200, """{"code":400,"status":"error","message":"qps exceeds number of calls","requestId":"r"}""",
        CallFaultKind.RateLimited, "400", "qps exceeds number of calls")]
    [InlineData(400, """{"code":400,"error":{"code":1,"desc":"QPS exceeds number of calls."},"requestId":"r"}""",
        CallFaultKind.RateLimited, "1", "QPS exceeds number of calls.")]
    [InlineData(403, """{"code":403,"message":"qps exceeds number of calls","requestId":"r"}""",
        CallFaultKind.RateLimited, "403", "qps exceeds number of calls")]
    [InlineData(500, """{"code":500,"message":"qps exceeds number of calls","requestId":"r"}""",
        CallFaultKind.RateLimited, "500", "qps exceeds number of calls")]
    [InlineData(
        429, """{"code":429,"message":"slow down","requestId":"r"}""", CallFaultKind.RateLimited, "429", "slow down")]
    // Perhaps one bad order.
    [InlineData(400, """{"code":400,"status":"error","requestId":"r","error":{"code":20003,"desc":"orderNos is illegal"},"success":false}""",
        CallFaultKind.Refused, "20003", "orderNos is illegal")]
    // The envelope's code counts only where the status says nothing.
    [InlineData(200, """{"code":400,"status":"error","message":"param error","requestId":"r"}""",
        CallFaultKind.Unexplained, "400", "param error")]
    [InlineData(200, """{"code":403,"status":"error","message":"no permission","requestId":"r"}""",
        CallFaultKind.AccountSuspected, "403", "no permission")]
    [InlineData(500, """{"code":400,"status":"error","message":"param error","requestId":"r"}""",
        CallFaultKind.Unknown, "400", "param error")]
    // Nothing says whether the call was done.
    [InlineData(500, """{"code":500,"status":"error","message":"internal error","requestId":"r"}""",
        CallFaultKind.Unknown, "500", "internal error")]
    [InlineData(
        503,
        """{"code":503,"status":"error","message":"busy","requestId":"r"}""",
        CallFaultKind.Unavailable,
        "503",
        "busy")]
    [InlineData(
        200,
        """{"code":200,"status":"error","message":"what","requestId":"r"}""",
        CallFaultKind.Unknown,
        "200",
        "what")]
    [InlineData(
        200, """{"code":200,"success":false,"requestId":"r"}""", CallFaultKind.Unknown, "200", "Polyv gave no reason.")]
    [InlineData(
        200,
        """{"code":200,"status":"success","error":{"code":7,"desc":"x"},"requestId":"r"}""",
        CallFaultKind.Unknown,
        "7",
        "x")]
    [InlineData(200, """{"code":0,"message":"ok","requestId":"r"}""", CallFaultKind.Unknown, "0", "ok")]
    public void A_described_error_means(int status, string body, CallFaultKind kind, string code, string message)
    {
        var answer = Read(status, body);

        var isVendorText = !string.Equals(message, "Polyv gave no reason.", StringComparison.Ordinal);
        Assert.Equal(new CallFault(kind, code, message) { IsVendorText = isVendorText }, answer.Fault);
        Assert.Equal(2, answer.Outcomes.Count);
        Assert.Equal("r", answer.RequestId);
    }

    [Theory]
    [InlineData(200, CallFaultKind.Unknown)]
    [InlineData(400, CallFaultKind.Unexplained)]
    [InlineData(403, CallFaultKind.AccountSuspected)]
    [InlineData(429, CallFaultKind.RateLimited)]
    [InlineData(500, CallFaultKind.Unknown)]
    [InlineData(503, CallFaultKind.Unavailable)]
    public void Of_a_body_that_cannot_be_read_the_status_alone_counts(int status, CallFaultKind kind)
    {
        foreach (var body in new[] { "", "<html>invalid signature</html>", "{}", "[", """{"code":""" })
            Assert.Equal(kind, Read(status, body).Fault?.Kind);
    }

    [Fact]
    public void An_answer_with_broken_text_leaves_the_outcome_open() => Assert.Equal(
        CallFaultKind.Unknown, Read(
            200, """{"code":0,"statusCode":0,"message":"\ud800","requestId":"\udc00"}""").Fault?.Kind);

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public void The_delay_of_the_header_is_kept(int status) =>
        Assert.Equal(
            TimeSpan.FromSeconds(9),
            Read(
                status,
                """{"code":1,"message":"qps exceeds number of calls"}""",
                TimeSpan.FromSeconds(9)).Fault?.RetryAfter);

    [Theory]
    [InlineData(AnswerClass.Retry, CallFaultKind.Unavailable)]
    [InlineData(AnswerClass.RateLimited, CallFaultKind.RateLimited)]
    [InlineData(AnswerClass.Account, CallFaultKind.AccountSuspected)]
    [InlineData(AnswerClass.Refused, CallFaultKind.Refused)]
    [InlineData(AnswerClass.Rejected, CallFaultKind.Refused)] // Of one order among many: split.
    [InlineData(AnswerClass.RejectedForNow, CallFaultKind.Refused)]
    [InlineData(AnswerClass.AlreadyDone, CallFaultKind.Refused)]
    public void The_operators_rule_decides_before_the_built_in_ones(AnswerClass @class, CallFaultKind expected)
    {
        _options.Classification.Add(
            new ClassificationRule { Text = "invalid signature", Class = @class, After = TimeSpan.FromSeconds(30) });

        var fault = Read(400, """{"code":400,"message":"invalid signature."}""", TimeSpan.FromSeconds(1)).Fault;

        Assert.Equal(expected, fault?.Kind);
        if (expected is CallFaultKind.Unavailable or CallFaultKind.RateLimited)
            Assert.Equal(TimeSpan.FromSeconds(30), fault?.RetryAfter);
    }

    [Theory]
    [InlineData(AnswerClass.Rejected, false, "Rejected 400 closed")]
    [InlineData(AnswerClass.RejectedForNow, false, "Rejected 400 closed")]
    [InlineData(AnswerClass.AlreadyDone, true, "Succeeded")]
    [InlineData(AnswerClass.AlreadyDone, false, "Rejected 400 closed")]
    public void A_verdict_on_the_only_order_of_a_call_is_its_own(AnswerClass @class, bool inDoubt, string expected)
    {
        _options.Classification.Add(new ClassificationRule { Text = "closed", Class = @class });

        var answer = PolyvAnswer.Read(
            PolyvCase.Reply(400, """{"code":400,"message":"closed"}"""), [PolyvCase.Order("A", inDoubt)], _options);

        Assert.Null(answer.Fault);
        Assert.Equal(expected, PolyvCase.Describe(answer.Outcomes));
    }

    private VendorAnswer Read(int status, string body, TimeSpan? retryAfter = null) =>
        PolyvAnswer.Read(PolyvCase.Reply(status, body, retryAfter), PolyvCase.Orders("A", "B"), _options);
}
