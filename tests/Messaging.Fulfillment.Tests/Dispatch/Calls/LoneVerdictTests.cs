using Messaging.Fulfillment.Dispatch.Calls;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Tests.Dispatch.Calls;

public class LoneVerdictTests
{
    [Theory]
    [InlineData(CallFaultKind.Unexplained, 1, 0, null)]
    [InlineData(CallFaultKind.Unexplained, 2, 1, null)]
    [InlineData(CallFaultKind.Unexplained, 3, 2, "rejected")]
    [InlineData(CallFaultKind.Unexplained, 4, 0, null)]
    [InlineData(CallFaultKind.Unexplained, 5, 0, "rejected")]
    [InlineData(CallFaultKind.Unknown, 8, 7, null)]
    [InlineData(CallFaultKind.Unknown, 9, 8, "given up")]
    [InlineData(CallFaultKind.Unknown, 1000, 0, null)] // Nothing passes: nobody knows whose fault it is.
    [InlineData(CallFaultKind.AccountSuspected, 5, 4, "given up")]
    [InlineData(CallFaultKind.AccountSuspected, 1000, 3, null)]
    [InlineData(CallFaultKind.NotSent, 1000, 1000, null)]
    [InlineData(CallFaultKind.Account, 1000, 1000, null)]
    public void An_order_that_fails_alone_while_others_pass_is_answered_after_a_few_calls(
        CallFaultKind kind, int failures, int whileOthersPassed, string? verdict)
    {
        var fault = new CallFault(kind, "7", "系统繁忙") { IsVendorText = true };

        var outcome = LoneVerdict.Find(fault, new(failures, whileOthersPassed), attempts: 9);

        OrderOutcome? expected = verdict switch
        {
            "rejected" => new OrderOutcome.Rejected("7", "系统繁忙", CanRetry: true),
            "given up" => new OrderOutcome.RetryLater("7", "系统繁忙", MaxAttempts: 9)
            {
                Note = "It breaks its call by itself, while others pass",
            },
            _ => null,
        };
        Assert.Equal(expected, outcome);
    }

    [Fact]
    public void A_refusal_that_names_the_order_is_believed_sooner()
    {
        var fault = new CallFault(CallFaultKind.Unexplained, "7", "订单[DD-1]不存在") { NamesOrder = true };

        Assert.Null(LoneVerdict.Find(fault, new(Total: 2, WhileOthersPassed: 0), attempts: 2));
        Assert.IsType<OrderOutcome.Rejected>(LoneVerdict.Find(fault, new(Total: 3, WhileOthersPassed: 0), attempts: 3));
    }

    [Fact]
    public void A_failure_counts_as_while_others_passed_when_one_did_since_the_failure_before()
    {
        var failures = new LoneFailures();
        var id = Guid.NewGuid();
        var noon = Orders.Noon;

        Assert.Equal(new(1, 0), failures.Add(id, lastSuccess: noon.AddSeconds(-1), now: noon));
        Assert.Equal(new(2, 0), failures.Add(id, lastSuccess: noon.AddSeconds(-1), now: noon.AddSeconds(1)));
        Assert.Equal(new(3, 1), failures.Add(id, lastSuccess: noon.AddSeconds(2), now: noon.AddSeconds(3)));
        Assert.Equal(new(4, 1), failures.Add(id, lastSuccess: noon.AddSeconds(2), now: noon.AddSeconds(4)));
        Assert.Equal(new(1, 0), failures.Add(Guid.NewGuid(), lastSuccess: noon.AddSeconds(2), now: noon.AddSeconds(4)));

        failures.Forget(id);

        Assert.Equal(new(1, 0), failures.Add(id, lastSuccess: noon.AddSeconds(2), now: noon.AddSeconds(5)));
    }

    [Fact]
    public void What_is_remembered_is_bounded()
    {
        var failures = new LoneFailures();
        var first = Guid.NewGuid();
        failures.Add(first, Orders.Noon, Orders.Noon);
        for (var i = 0; i < 10_000; i++)
            failures.Add(Guid.NewGuid(), Orders.Noon, Orders.Noon);

        Assert.Equal(1, failures.Add(first, Orders.Noon, Orders.Noon).Total);
    }
}
