using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Results;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Tests.Dispatch.Settling;

public class SettlerTests
{
    [Fact]
    public async Task Decisions_that_arrive_while_the_ledger_is_busy_are_settled_together()
    {
        await using var account = new AccountHarness(new ScriptedAdapter());
        Succeed(account, Orders.InFlight("A"));
        Succeed(account, Orders.InFlight("B"));
        Succeed(account, Orders.InFlight("C"));

        account.Start();

        await account.RunUntilSettledAsync(3);
        Assert.Equal(3, Assert.Single(account.Ledger.Settled).Count);
    }

    [Fact]
    public async Task An_order_that_the_ledger_refuses_holds_up_no_other_and_is_tried_again()
    {
        await using var account = new AccountHarness(new ScriptedAdapter());
        var bad = Orders.InFlight("bad");
        var refusals = 2;
        account.Ledger.BeforeSettle = settlements =>
        {
            if (settlements.Any(settlement => settlement.Key == bad.Entry.Key) && refusals-- > 0)
                throw new InvalidOperationException("refused");
        };
        foreach (var order in new[] { Orders.InFlight("A"), bad, Orders.InFlight("B") })
            Succeed(account, order);

        account.Start();

        await Eventually.TrueAsync(() => account.Ledger.AllSettled.Count() == 2, "the others are settled");
        Assert.DoesNotContain(bad.Entry.Key, account.Ledger.AllSettled.Select(settlement => settlement.Key));
        await account.RunUntilSettledAsync(3);
        await account.RunUntilAsync(() => account.Bus.Published.Count == 3, "all results are published");
    }

    [Fact]
    public async Task While_the_ledger_refuses_everything_nothing_is_published_and_nothing_is_forgotten()
    {
        await using var account = new AccountHarness(new ScriptedAdapter());
        var isBroken = true;
        account.Ledger.BeforeSettle = _ =>
        {
            if (isBroken)
                throw new InvalidOperationException("broken");
        };
        Succeed(account, Orders.InFlight("A"));
        Succeed(account, Orders.InFlight("B"));
        account.Start();

        // Each order waits for its next try.
        await account.TimersAsync(2);
        account.Time.Advance(TimeSpan.FromSeconds(2));
        await account.TimersAsync(2);
        Assert.Empty(account.Bus.Published);

        isBroken = false;
        await account.RunUntilSettledAsync(2);
        await account.RunUntilAsync(() => account.Bus.Published.Count == 2, "the results are published");
    }

    [Fact]
    public async Task The_result_of_a_claim_that_was_lost_is_not_published()
    {
        await using var account = new AccountHarness(new ScriptedAdapter());
        var lost = Orders.InFlight("lost");
        account.Ledger.Lost.Add(lost.Entry.Key);
        Succeed(account, lost);
        Succeed(account, Orders.InFlight("kept"));

        account.Start();

        await account.RunUntilAsync(() => IsIdle(account), "both are finished");
        Assert.Equal(["kept"], account.Bus.Published.Select(result => result.OrderNo));
    }

    [Fact]
    public async Task A_deferred_order_is_finished_here_and_has_no_result()
    {
        await using var account = new AccountHarness(new ScriptedAdapter());
        account.InFlight.AddClaimed(1);
        account.Settler.Expect(1);
        account.Settler.Settle(Orders.InFlight("A"), new OrderOutcome.RetryLater("503", "busy"), requestId: null);

        account.Start();

        await account.RunUntilAsync(() => IsIdle(account), "it is finished");
        Assert.Equal("busy", Assert.IsType<Settlement.Deferred>(Assert.Single(account.Ledger.AllSettled)).Message);
        Assert.Empty(account.Bus.Published);
    }

    [Fact]
    public async Task Orders_that_are_given_back_cost_no_attempt_and_are_due_at_once()
    {
        await using var account = new AccountHarness(new ScriptedAdapter());
        account.InFlight.AddClaimed(1);
        account.Settler.GiveBack([Orders.InFlight("A", alone: true)], "why");

        account.Start();

        await account.RunUntilSettledAsync(1);
        var deferred = Assert.IsType<Settlement.Deferred>(Assert.Single(account.Ledger.AllSettled));
        Assert.Equal(
            (0, Orders.Noon, true, false, "why"),
            (deferred.Attempts, deferred.DueAt, deferred.Alone, deferred.InDoubt, deferred.Message));
    }

    [Fact]
    public async Task A_refused_order_is_answered_with_its_failure()
    {
        await using var account = new AccountHarness(new ScriptedAdapter());
        account.InFlight.AddClaimed(1);
        account.Settler.Refuse(
            new InFlightEntry(
                Orders.Entry(), activity: null), new Failure(FailureReason.InvalidEvent, "no number", CanRetry: false));

        account.Start();

        await account.RunUntilAsync(() => account.Bus.Published.Count == 1, "it is answered");
        var failed = Assert.IsType<FulfillmentFailed>(Assert.Single(account.Bus.Published));
        Assert.Equal((FailureReason.InvalidEvent, "no number"), (failed.Reason, failed.Message));
    }

    [Theory]
    [InlineData("isv.business-failed:60110", "isv.business-failed:60110")]
    [InlineData("13800138000", "of no usual form")]
    [InlineData(null, "none")]
    public async Task A_failed_order_leaves_one_line_of_bounded_length_without_the_vendors_text(
        string? code, string logged)
    {
        await using var account = new AccountHarness(new ScriptedAdapter());
        account.InFlight.AddClaimed(1);
        account.Settler.Expect(1);
        var orderNo = $"A\n{new string('x', 5000)}";
        account.Settler.Settle(
            Orders.InFlight(orderNo), new OrderOutcome.Rejected(code, "李雷 13800138000 not found"), requestId: null);

        account.Start();

        await account.RunUntilAsync(() => IsIdle(account), "it is finished");
        Assert.Equal(
            $"Warning Order A\uFFFD{new string('x', 62)} failed at polyv: RejectedByVendor, vendor code {logged}",
            Assert.Single(account.Log.Lines));
        var failed = Assert.IsType<FulfillmentFailed>(Assert.Single(account.Bus.Published));
        Assert.Equal((code, "李雷 13800138000 not found"), (failed.VendorCode, failed.VendorMessage));
    }

    private static void Succeed(AccountHarness account, InFlightOrder<OrderMarkedDelivering> order)
    {
        account.InFlight.AddClaimed(1);
        account.Settler.Expect(1);
        account.Settler.Settle(order, new OrderOutcome.Succeeded(), requestId: null);
    }

    private static bool IsIdle(AccountHarness account) => account.InFlight.Room == account.Limits.OrdersInFlight;
}
