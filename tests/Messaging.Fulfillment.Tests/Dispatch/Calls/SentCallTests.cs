using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Tests.Dispatch.Calls;

/// <summary>What a settlement says of the calls that its order was in.</summary>
public class SentCallTests
{
    [Fact]
    public async Task Orders_of_one_call_share_one_record_of_it()
    {
        await using var account = new AccountHarness(new ScriptedAdapter
        {
            Answer = (call, _) => Task.FromResult(
                VendorAnswer.PerOrder([.. call.Orders.Select(_ => new OrderOutcome.Succeeded())], "r-1")),
        }).Start();
        account.Enqueue(Orders.InFlight("A"), Orders.InFlight("B"));

        await account.RunUntilSettledAsync(2);

        Settlement[] settled = [.. account.Ledger.AllSettled];
        Assert.Same(settled[0].Calls, settled[1].Calls);
        var call = Assert.Single(settled[0].Calls);
        Assert.Equal((2, "answered", null, "r-1"), (call.Orders, call.Outcome, call.Code, call.RequestId));
        Assert.Equal(account.Time.GetUtcNow().Date, call.Began.Date);
        Assert.Same(call, Assert.Single(SentCall.From(settled)));
    }

    [Fact]
    public async Task An_order_that_was_found_by_halving_names_the_calls_that_it_was_in()
    {
        await using var account = new AccountHarness(new ScriptedAdapter
        {
            Answer = (call, _) => Task.FromResult(
                call.Orders.Any(order => order.Event.OrderNo is "bad")
                    ? ScriptedAdapter.Failed(call, CallFaultKind.Refused)
                    : ScriptedAdapter.AllSucceeded(call)),
        }).Start();
        InFlightOrder<OrderMarkedDelivering> good = Orders.InFlight("good"), bad = Orders.InFlight("bad");
        account.Enqueue(good, bad);

        await account.RunUntilSettledAsync(2);

        Assert.Equal([("refused", 2), ("answered", 1)], Seen(account, good));
        Assert.Equal([("refused", 2), ("refused", 1)], Seen(account, bad));
        Assert.Equal(3, SentCall.From([.. account.Ledger.AllSettled]).Count);
    }

    [Fact]
    public async Task A_call_that_was_repeated_at_once_is_named_each_time_also_where_the_order_has_to_wait()
    {
        await using var account = new AccountHarness(new ScriptedAdapter
        {
            Answer = (call, _) => Task.FromResult(ScriptedAdapter.Failed(call, CallFaultKind.Unavailable)),
        }).Start();
        var order = Orders.InFlight("A");
        account.Enqueue(order);

        await account.RunUntilSettledAsync(1);

        Assert.Equal(
            Enumerable.Repeat(("unavailable", 1), 1 + account.Limits.QuickRetries), Seen(account, order));
        var steps = OrderStep.From(account.Ledger.AllSettled.Single(), Orders.Noon).ToList();
        Assert.Equal([.. steps[..^1].Select(_ => (DateTimeOffset?)null)], steps[..^1].Select(step => step.DueAt));
        Assert.NotNull(steps[^1].DueAt);
    }

    [Theory]
    [InlineData("13800138000")]
    [InlineData("<b>40003</b>")]
    [InlineData("receiver 张三")]
    public async Task What_may_be_a_receivers_is_no_part_of_a_record(string text)
    {
        await using var account = new AccountHarness(new ScriptedAdapter
        {
            Answer = (call, _) => Task.FromResult(VendorAnswer.WholeCall(
                new(CallFaultKind.Account, text, text) { IsVendorText = true }, call.Orders.Count, text)),
        }).Start();
        account.Enqueue(Orders.InFlight("A"));

        await account.RunUntilSettledAsync(1);

        var call = Assert.Single(account.Ledger.AllSettled.Single().Calls);
        Assert.Equal(("account", null, null), (call.Outcome, call.Code, call.RequestId));
    }

    [Fact]
    public async Task An_order_that_no_call_took_names_none()
    {
        await using var account = new AccountHarness(new ScriptedAdapter());
        account.InFlight.AddClaimed(1);
        account.Settler.GiveBack([Orders.InFlight("A")], "why");

        account.Start();

        await account.RunUntilSettledAsync(1);
        var settlement = account.Ledger.AllSettled.Single();
        Assert.Empty(settlement.Calls);
        Assert.Equal("why", Assert.Single(OrderStep.From(settlement, Orders.Noon)).Message);
    }

    private static IEnumerable<(string Outcome, int Orders)> Seen(
        AccountHarness account, InFlightOrder<OrderMarkedDelivering> order) =>
        account.Ledger.AllSettled.Single(settlement => settlement.Key == order.Entry.Key).Calls
            .Select(call => (call.Outcome, call.Orders));
}
