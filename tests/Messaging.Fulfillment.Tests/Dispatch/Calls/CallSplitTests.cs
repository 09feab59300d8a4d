using Messaging.Fulfillment.Dispatch.Calls;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Tests.Dispatch.Calls;

public class CallSplitTests
{
    /// <summary>Fault, orders in the call, calls made, parts waiting, decision.</summary>
    public static TheoryData<CallFaultKind?, int, int, int, string> Cases => new()
    {
        { null, 1000, 1, 0, "Keep" },
        { CallFaultKind.NotSent, 1000, 1, 0, "Keep" },
        { CallFaultKind.Unavailable, 1000, 1, 0, "Keep" },
        { CallFaultKind.RateLimited, 1000, 1, 0, "Keep" },
        { CallFaultKind.Account, 1000, 1, 0, "Keep" },
        { CallFaultKind.Unknown, 1000, 1, 0, "Keep" },
        { CallFaultKind.Refused, 1000, 1, 0, "Halve" },
        { CallFaultKind.Refused, 2, 1, 0, "Halve" },
        { CallFaultKind.Refused, 1, 1, 0, "Keep" },
        { CallFaultKind.Refused, 1, 200, 0, "Keep" },
        { CallFaultKind.Refused, 2, 198, 0, "Halve" },
        { CallFaultKind.Refused, 2, 199, 0, "Defer" },
        { CallFaultKind.Refused, 2, 100, 98, "Halve" },
        { CallFaultKind.Refused, 2, 100, 99, "Defer" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_call_that_was_refused_whole_is_halved_within_the_budget(
        CallFaultKind? kind, int orders, int callsMade, int partsWaiting, string decision)
    {
        var fault = kind is { } known ? new CallFault(known, "400", "no") : null;

        Assert.Equal(decision, CallSplit.Decide(fault, orders, callsMade, partsWaiting).ToString());
    }

    [Fact]
    public void Beyond_the_budget_each_order_is_tried_later_and_knows_why()
    {
        var refused = VendorAnswer.WholeCall(new(CallFaultKind.Refused, "400", "bad request"), 2, "request-1");

        var answer = CallSplit.DeferAll(refused, 2);

        Assert.Null(answer.Fault);
        Assert.Equal("request-1", answer.RequestId);
        var later = new OrderOutcome.RetryLater("400", "Refused together with others: bad request");
        Assert.Equal([later, later], answer.Outcomes);
    }
}
