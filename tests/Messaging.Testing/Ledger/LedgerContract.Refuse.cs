using Messaging.Fulfillment.Ledger;
using Xunit;

namespace Messaging.Testing.Ledger;

public abstract partial class LedgerContract
{
    [Fact]
    public async Task What_can_never_be_sent_is_recorded_with_its_result_and_claimed_by_nobody()
    {
        OrderEntry[] orders = [Order("A"), Order("B")];

        var refused = await RefuseAsync(orders);

        Assert.Equal(Ids(orders).ToHashSet(), refused.Recorded);
        Assert.Empty(await ClaimDueAsync());
        var totals = await TotalsAsync();
        Assert.Equal((2, 0, 2, 0, 2, 0), (
            totals.Received, totals.Succeeded, totals.Failed, totals.Waiting, totals.Unpublished, totals.Drift));
        Assert.Equal("settled", Assert.Single(await Ledger.FindAsync("A", Token)).State);
    }

    [Fact]
    public async Task A_refusal_waits_for_no_other_event_of_its_order_and_holds_none_up()
    {
        OrderEntry claimed = Order("A", 1), refused = Order("A", 0), next = Order("A", 2);
        await ClaimAsync(claimed);

        Assert.Single((await RefuseAsync(refused)).Recorded);
        await SettleAsync(Success(claimed));
        Assert.Equal(next.EventId, Assert.Single((await ClaimAsync(next)).Claimed).EventId);
    }

    [Fact]
    public async Task A_refusal_that_failed_supersedes_nothing()
    {
        await RefuseAsync(Order("A", 5));

        Assert.False(Assert.Single((await ClaimAsync(Order("A", 1))).Claimed).Superseded);
    }

    [Fact]
    public async Task A_refused_event_that_comes_again_is_a_duplicate_whether_refused_or_claimed()
    {
        var order = Order("A");
        await RefuseAsync(order);

        var again = await RefuseAsync(order);
        var claim = await ClaimAsync(order);

        Assert.Empty(again.Recorded);
        Assert.Equal((1, 0), (again.Duplicates, again.Conflicting.Count));
        Assert.Equal((0, 0, 1), (claim.Claimed.Count, claim.Received, claim.Duplicates));
    }

    [Fact]
    public async Task An_event_that_is_claimed_keeps_its_claim_when_it_comes_again_and_is_refused()
    {
        var order = Order("A");
        await ClaimAsync(order);

        Assert.Empty((await RefuseAsync(order)).Recorded);
        Assert.Empty(await SettleAsync(Success(order)));
    }

    [Fact]
    public async Task The_result_of_a_refusal_that_its_worker_did_not_publish_is_published_by_the_next()
    {
        var order = Order("A") with { TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" };
        await RefuseAsync(order);
        Assert.Empty(await TakeAsync());
        await CrashAsync();

        Assert.Equal(Final(order, succeeded: false).Result, Assert.Single(await TakeAsync()));
    }

    [Theory]
    [InlineData("number")]
    [InlineData("vendor")]
    [InlineData("type")]
    [InlineData("account")]
    public async Task An_id_that_stands_for_something_else_is_told_from_a_repeat(string what)
    {
        var order = Order("A");
        var other = what switch
        {
            "number" => order with { OrderNo = "B" },
            "vendor" => order with { Vendor = "em" },
            "type" => order with { EventType = "OrderModified" },
            _ => order with { Account = "other" },
        };
        await ClaimAsync(order);

        var claim = await ClaimAsync(other);
        var refusal = await RefuseAsync(other);

        Assert.Equal((0, 0, 1), (claim.Claimed.Count, claim.Received, claim.Duplicates));
        Assert.Same(other, Assert.Single(claim.Conflicting));
        Assert.Same(other, Assert.Single(refusal.Conflicting));
        Assert.Empty((await ClaimAsync(order)).Conflicting);
    }

    [Theory]
    [InlineData("shop", "")]
    [InlineData("", "shop")]
    [InlineData("shop", "SHOP")]
    public async Task An_account_that_is_left_out_or_spelled_otherwise_makes_no_other_event(string first, string second)
    {
        var order = Order("A", account: first);
        await ClaimAsync(order);

        Assert.Empty((await ClaimAsync(order with { Account = second })).Conflicting);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task Of_one_id_twice_in_a_list_the_first_is_recorded_and_another_content_is_told(int minutes)
    {
        var order = Order("A", 1);
        var other = order with { OrderNo = "B", OccurredAt = order.OccurredAt.AddMinutes(minutes - 3), Payload = "[]" };

        var claim = await ClaimAsync(order, other, order);

        Assert.Equal("A", Assert.Single(claim.Claimed).OrderNo);
        Assert.Equal((1, 2), (claim.Received, claim.Duplicates));
        Assert.Same(other, Assert.Single(claim.Conflicting));
        Assert.Empty(await Ledger.FindAsync("B", Token));
        await SettleAsync(Defer(order, 0));
        Assert.Equal("{}", Assert.Single(await ClaimDueAsync()).Payload);
    }

    private Task<RefusalResult> RefuseAsync(params OrderEntry[] orders) => Ledger.RefuseAsync(
        [.. orders.Select(order => new Refusal(order, Final(order, succeeded: false).Result))], Token);
}
