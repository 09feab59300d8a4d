using Messaging.Fulfillment.Retries;

namespace Messaging.Fulfillment.Tests.Retries;

public class FaultResponseTests
{
    [Theory]
    [InlineData(CallFaultKind.NotSent, true, OrderFate.RetryLater, AccountFate.Failed, false)]
    [InlineData(CallFaultKind.Unavailable, true, OrderFate.RetryLater, AccountFate.Failed, true)]
    [InlineData(CallFaultKind.RateLimited, true, OrderFate.RetryLater, AccountFate.Throttled, true)]
    [InlineData(CallFaultKind.Account, false, OrderFate.RetryLater, AccountFate.NotAccepted, false)]
    [InlineData(CallFaultKind.Refused, false, OrderFate.Rejected, AccountFate.Works, false)]
    [InlineData(CallFaultKind.Unknown, true, OrderFate.InDoubt, AccountFate.Failed, true)]
    public void Each_kind_has_its_row(
        CallFaultKind kind, bool repeatNow, OrderFate orders, AccountFate account, bool isOverload) =>
        Assert.Equal(new FaultResponse(repeatNow, orders, account, isOverload), FaultResponse.For(kind));

    [Fact]
    public void No_kind_is_without_a_row() =>
        Assert.All(Enum.GetValues<CallFaultKind>(), kind => Assert.IsType<FaultResponse>(FaultResponse.For(kind)));
}
