using Messaging.Fulfillment.Retries;

namespace Messaging.Fulfillment.Tests.Retries;

public class FaultResponseTests
{
    [Theory]
    [InlineData(CallFaultKind.NotSent, true, OrderFate.RetryLater, AccountFate.Failed, false, false)]
    [InlineData(CallFaultKind.Unavailable, true, OrderFate.RetryLater, AccountFate.Failed, true, false)]
    [InlineData(CallFaultKind.RateLimited, true, OrderFate.RetryLater, AccountFate.Throttled, true, false)]
    [InlineData(CallFaultKind.Account, false, OrderFate.RetryLater, AccountFate.NotAccepted, false, false)]
    [InlineData(CallFaultKind.AccountSuspected, false, OrderFate.RetryLater, AccountFate.Suspected, false, true)]
    [InlineData(CallFaultKind.Refused, false, OrderFate.Rejected, AccountFate.Works, false, true)]
    [InlineData(CallFaultKind.Unexplained, false, OrderFate.RetryLater, AccountFate.Failed, false, true)]
    [InlineData(CallFaultKind.Unknown, true, OrderFate.InDoubt, AccountFate.Failed, true, true)]
    public void Each_kind_has_its_row(
        CallFaultKind kind,
        bool repeatNow,
        OrderFate orders,
        AccountFate account,
        bool isOverload,
        bool mayBeOneOrder) =>
        Assert.Equal(
            new FaultResponse(repeatNow, orders, account, isOverload, mayBeOneOrder), FaultResponse.For(kind));

    [Fact]
    public void No_kind_is_without_a_row() =>
        Assert.All(Enum.GetValues<CallFaultKind>(), kind => Assert.IsType<FaultResponse>(FaultResponse.For(kind)));
}
