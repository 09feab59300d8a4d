using System.Net;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Tests.Vendors;

public sealed class HttpReplyTests
{
    [Theory]
    [InlineData(200, CallFaultKind.Unknown)]
    [InlineData(204, CallFaultKind.Unknown)]
    [InlineData(301, CallFaultKind.AccountSuspected)]
    [InlineData(400, CallFaultKind.Unexplained)]
    [InlineData(401, CallFaultKind.AccountSuspected)]
    [InlineData(403, CallFaultKind.AccountSuspected)]
    [InlineData(404, CallFaultKind.AccountSuspected)]
    [InlineData(408, CallFaultKind.Unknown)]
    [InlineData(413, CallFaultKind.Unexplained)]
    [InlineData(422, CallFaultKind.Unexplained)]
    [InlineData(429, CallFaultKind.RateLimited)]
    [InlineData(500, CallFaultKind.Unknown)]
    [InlineData(502, CallFaultKind.Unknown)]
    [InlineData(503, CallFaultKind.Unavailable)]
    [InlineData(504, CallFaultKind.Unknown)]
    public void A_status_alone_says(int status, CallFaultKind expected)
    {
        var fault = new HttpReply((HttpStatusCode)status, default).FaultByStatus("no JSON");

        Assert.Equal(expected, fault.Kind);
        Assert.Equal($"{status}", fault.Code);
        Assert.Equal($"HTTP {status}: no JSON", fault.Message);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    [InlineData(500)]
    public void The_vendors_delay_is_kept(int status) =>
        Assert.Equal(
            TimeSpan.FromSeconds(7),
            new HttpReply((HttpStatusCode)status, default, TimeSpan.FromSeconds(7)).FaultByStatus("").RetryAfter);
}
