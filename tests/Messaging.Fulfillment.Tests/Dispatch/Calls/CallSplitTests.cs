using Messaging.Fulfillment.Dispatch.Calls;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Tests.Dispatch.Calls;

public class CallSplitTests
{
    /// <summary>Fault, orders in the call, calls made, parts waiting, sent before, decision.</summary>
    public static TheoryData<CallFaultKind?, int, int, int, bool, string> Cases => new()
    {
        { null, 1000, 1, 0, false, "Keep" },
        { CallFaultKind.NotSent, 1000, 1, 0, false, "Keep" },
        { CallFaultKind.Unavailable, 1000, 1, 0, false, "Keep" },
        { CallFaultKind.RateLimited, 1000, 1, 0, false, "Keep" },
        { CallFaultKind.Account, 1000, 1, 0, false, "Keep" },

        // Trouble that may pass by itself is waited out once; then the order behind it is looked for.
        { CallFaultKind.Unknown, 1000, 1, 0, false, "Keep" },
        { CallFaultKind.Unknown, 1000, 1, 0, true, "Halve" },
        { CallFaultKind.Unknown, 1, 1, 0, true, "Keep" },
        { CallFaultKind.Unknown, 2, 199, 0, true, "Keep" },
        { CallFaultKind.Unexplained, 1000, 1, 0, false, "Keep" },
        { CallFaultKind.Unexplained, 1000, 1, 0, true, "Halve" },
        { CallFaultKind.AccountSuspected, 1000, 1, 0, false, "Keep" },
        { CallFaultKind.AccountSuspected, 1000, 1, 0, true, "Halve" },
        { CallFaultKind.Unavailable, 1000, 1, 0, true, "Keep" },
        { CallFaultKind.Account, 1000, 1, 0, true, "Keep" },

        { CallFaultKind.Refused, 1000, 1, 0, false, "Halve" },
        { CallFaultKind.Refused, 2, 1, 0, false, "Halve" },
        { CallFaultKind.Refused, 1, 1, 0, false, "Keep" },
        { CallFaultKind.Refused, 1, 200, 0, false, "Keep" },
        { CallFaultKind.Refused, 2, 198, 0, false, "Halve" },
        { CallFaultKind.Refused, 2, 199, 0, false, "Defer" },
        { CallFaultKind.Refused, 2, 100, 98, false, "Halve" },
        { CallFaultKind.Refused, 2, 100, 99, false, "Defer" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_call_that_failed_for_what_may_be_one_order_is_halved_within_the_budget(
        CallFaultKind? kind, int orders, int callsMade, int partsWaiting, bool isRepeated, string decision)
    {
        var fault = kind is { } known ? new CallFault(known, "400", "no") : null;

        Assert.Equal(decision, CallSplit.Decide(fault, orders, callsMade, partsWaiting, isRepeated).ToString());
    }

    [Fact]
    public void Beyond_the_budget_each_order_is_tried_later_and_knows_why()
    {
        var refused = VendorAnswer.WholeCall(
            new(CallFaultKind.Refused, "400", "no receiver Li Lei") { IsVendorText = true }, 2, "request-1");

        var answer = CallSplit.DeferAll(refused, 2);

        Assert.Null(answer.Fault);
        Assert.Equal("request-1", answer.RequestId);
        var later = new OrderOutcome.RetryLater(
            "400", "Refused together with others: The vendor refused the call (code 400)")
        {
            IsVendorText = false,
        };
        Assert.Equal([later, later], answer.Outcomes);
    }
}
