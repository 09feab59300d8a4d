using Messaging.Fulfillment.Ledger;
using Xunit;

namespace Messaging.Testing.Ledger;

public abstract partial class LedgerContract
{
    [Fact]
    public async Task A_dead_workers_claims_are_taken_over()
    {
        OrderEntry[] orders = [Order("A"), Order("B")];
        await ClaimAsync(orders);
        await CrashAsync();

        var taken = await ClaimDueAsync();

        Assert.Equal(Ids(orders).Order(), Ids(taken).Order());
        Assert.Empty(await SettleAsync([.. taken.Select(Success)]));
        Assert.Equal(new LedgerTotals(Vendor, 2, 2, 0, 0, 2, null), await TotalsAsync());
    }

    [Fact]
    public async Task An_event_delivered_again_after_a_crash_is_left_to_the_takeover()
    {
        var order = Order("A");
        await ClaimAsync(order);
        await CrashAsync();

        Assert.Empty((await ClaimAsync(order)).Claimed);
        Assert.Single(await ClaimDueAsync());
    }

    [Fact]
    public async Task After_a_takeover_the_order_still_comes_one_at_a_time()
    {
        OrderEntry first = Order("A", 1), second = Order("A", 2), third = Order("A", 3);
        await ClaimAsync(second);
        await ClaimAsync(third, first);
        Assert.Empty(await ClaimDueAsync());
        await CrashAsync();

        // The second may have been done, so that it still comes first.
        Assert.Equal(second.EventId, Assert.Single(await ClaimDueAsync()).EventId);
        await SettleAsync(Failure(second));
        Assert.Equal(first.EventId, Assert.Single(await ClaimDueAsync()).EventId);
        await SettleAsync(Failure(first));
        Assert.Equal(third.EventId, Assert.Single(await ClaimDueAsync()).EventId);
    }

    [Fact]
    public async Task After_a_takeover_of_what_was_not_sent_the_oldest_goes_first()
    {
        OrderEntry older = Order("A", 1), newer = Order("A", 2);
        await Ledger.ClaimAsync([newer], Terms(recordsSendIntent: true), Token);
        await Ledger.ClaimAsync([older], Terms(recordsSendIntent: true), Token);
        Assert.Empty(await ClaimDueAsync(recordsSendIntent: true));
        await CrashAsync();

        Assert.Equal(older.EventId, Assert.Single(await ClaimDueAsync(recordsSendIntent: true)).EventId);
    }

    [Fact]
    public async Task Of_a_batch_that_is_half_done_the_rest_is_taken_over_in_doubt_where_it_was_sent()
    {
        OrderEntry[] orders = [Order("A"), Order("B"), Order("C"), Order("D"), Order("E", account: "other")];
        await Ledger.ClaimAsync(orders, Terms(recordsSendIntent: true), Token);
        Assert.Empty(await Ledger.RecordSendIntentAsync([.. orders[..3].Select(KeyOf)], Token));
        Assert.Empty(await SettleAsync(Success(orders[0]), Defer(orders[1], 60)));
        await CrashAsync();

        var taken = await ClaimDueAsync(recordsSendIntent: true);

        Assert.Equal(
            [("C", true, 2), ("D", false, 2), ("E", false, 2)],
            taken.Select(order => (order.OrderNo, order.InDoubt, order.Claim)).Order());
        Assert.Equal(orders[0].EventId, Assert.Single(await TakeAsync()).EventId);
        Assert.Equal(new LedgerTotals(Vendor, 5, 1, 0, 4, 1, orders[1].ReceivedAt), await TotalsAsync());
        Pass(60);
        Assert.Equal(new ClaimKey(orders[1].EventId, 2), Assert.Single(await ClaimDueAsync()).Key);
    }

    [Fact]
    public async Task What_waits_for_its_time_survives_a_crash()
    {
        var order = Order("A");
        await ClaimAsync(order);
        await SettleAsync(Defer(order, 60) with { Attempts = 2, Alone = true });
        await CrashAsync();
        Assert.Empty(await ClaimDueAsync());
        Pass(60);

        var claimed = Assert.Single(await ClaimDueAsync());
        Assert.Equal((2, true), (claimed.Attempts, claimed.Alone));
    }

    [Fact]
    public async Task What_a_stopping_worker_releases_goes_on_at_once()
    {
        OrderEntry claimed = Order("A"), settled = Order("B");
        await ClaimAsync(claimed, settled);
        await SettleAsync(Success(settled));
        Assert.True(Ledger.HoldsLease);
        await Ledger.ReleaseAsync(Token);
        Assert.False(Ledger.HoldsLease);
        await KillAsync();

        Assert.Equal(claimed.EventId, Assert.Single(await ClaimDueAsync()).EventId);
        Assert.Equal(settled.EventId, Assert.Single(await TakeAsync()).EventId);
    }
}
