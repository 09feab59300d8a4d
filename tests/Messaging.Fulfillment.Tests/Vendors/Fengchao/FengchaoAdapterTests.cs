using Messaging.Contracts;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;
using Messaging.Fulfillment.Vendors.Fengchao;

namespace Messaging.Fulfillment.Tests.Vendors.Fengchao;

public class FengchaoAdapterTests
{
    private const string Done = """{"code":0,"data":[{"order_id":"4948795729456854758","code":0}]}""";

    [Fact]
    public async Task Every_attempt_is_signed_anew()
    {
        using var vendor = new FormVendor(Done);
        var time = new HandSetTime();
        var adapter = Adapter(vendor, time);

        var first = await adapter.CallAsync(Call("shop"), default);
        time.Now += TimeSpan.FromSeconds(60);
        await adapter.CallAsync(Call("shop"), default);

        Assert.Equal([new OrderOutcome.Succeeded()], first.Outcomes);
        Assert.Equal(["1657525936", "1657525996"], vendor.Forms.Select(f => f["timestamp"]));
        Assert.NotEqual(vendor.Forms[0]["sign"], vendor.Forms[1]["sign"]);
    }

    [Fact]
    public async Task An_account_that_is_gone_holds_its_orders_back()
    {
        using var vendor = new FormVendor(Done);

        var answer = await Adapter(vendor, new()).CallAsync(Call("closed"), default);

        Assert.Equal(new CallFault(CallFaultKind.Account, null, "No account 'closed' is configured."), answer.Fault);
        Assert.Empty(vendor.Forms);
    }

    [Fact]
    public void It_says_what_it_is()
    {
        using var vendor = new FormVendor(Done);
        var adapter = Adapter(vendor, new());

        Assert.Equal("fengchao", adapter.Vendor);
        Assert.Equal(RepeatBehaviour.AnsweredAsAlreadyDone, adapter.Repeats);
        Assert.Equal(["OrderNo is missing."], adapter.FindViolations(FengchaoSamples.Order("")));
    }

    private static FengchaoAdapter Adapter(FormVendor vendor, HandSetTime time) =>
        new(vendor.Http, new FixedOptions<FengchaoOptions>(FengchaoSamples.Options), time);

    private static VendorCall<OrderShipped> Call(string account) =>
        new(account, FengchaoSamples.Orders(FengchaoSamples.OrderNo));
}
