using Messaging.Fulfillment.Ledger;
using Xunit;

namespace Messaging.Testing.Ledger;

public abstract partial class LedgerContract
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_two_events_of_an_order_in_one_batch_the_one_that_occurred_first_is_claimed(bool reversed)
    {
        OrderEntry first = Order("A", 1), second = Order("A", 2);

        var result = await (reversed ? ClaimAsync(second, first) : ClaimAsync(first, second));

        Assert.Equal(first.EventId, Assert.Single(result.Claimed).EventId);
        Assert.Equal((2, 0), (result.Received, result.Duplicates));
    }

    [Theory]
    [InlineData("other", Vendor)]
    [InlineData("shop", "polyv")]
    public async Task The_same_number_at_another_account_or_vendor_is_another_order(string account, string vendor)
    {
        await ClaimAsync(Order("A"));

        Assert.Single((await ClaimAsync(Order("A", account: account, vendor: vendor))).Claimed);
    }

    [Fact]
    public async Task A_newer_event_waits_while_an_older_one_is_in_work()
    {
        OrderEntry older = Order("A", 1), newer = Order("A", 2);
        await ClaimAsync(older);

        Assert.Empty((await ClaimAsync(newer)).Claimed);
        Assert.Empty(await ClaimDueAsync());
        await SettleAsync(Success(older));

        var claimed = Assert.Single(await ClaimDueAsync());
        Assert.Equal(newer.EventId, claimed.EventId);
        Assert.False(claimed.Superseded);
    }

    [Fact]
    public async Task An_older_event_waits_while_a_newer_one_is_in_work()
    {
        OrderEntry older = Order("A", 1), newer = Order("A", 2);
        await ClaimAsync(newer);

        Assert.Empty((await ClaimAsync(older)).Claimed);
        Assert.Empty(await ClaimDueAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_older_event_is_superseded_only_by_a_newer_one_that_succeeded(bool succeeded)
    {
        OrderEntry older = Order("A", 1), newer = Order("A", 2), late = Order("A", 0);
        await ClaimAsync(newer);
        await ClaimAsync(older);
        await SettleAsync(Final(newer, succeeded));

        Assert.Equal(succeeded, Assert.Single(await ClaimDueAsync()).Superseded);
        await SettleAsync(Failure(older));
        Assert.Equal(succeeded, Assert.Single((await ClaimAsync(late)).Claimed).Superseded);
    }

    [Fact]
    public async Task An_event_as_old_as_the_one_that_succeeded_is_not_superseded()
    {
        OrderEntry one = Order("A", 1), other = Order("A", 1);
        await ClaimAsync(one);
        await SettleAsync(Success(one));

        Assert.False(Assert.Single((await ClaimAsync(other)).Claimed).Superseded);
    }

    [Fact]
    public async Task Events_of_an_order_come_one_at_a_time_in_the_order_they_occurred_however_they_arrived()
    {
        var orders = Enumerable.Range(0, 30).Select(i => Order("A", i)).ToArray();
        var shuffled = orders.ToArray();
        new Random(7).Shuffle(shuffled);
        await ClaimAsync(orders[0]);
        foreach (var chunk in shuffled.Chunk(7))
            Assert.Empty((await ClaimAsync(chunk)).Claimed);

        var done = new List<Guid> { orders[0].EventId };
        await SettleAsync(Success(orders[0]));
        while (await ClaimDueAsync(limit: 3) is [var next, ..] claimed)
        {
            Assert.Single(claimed);
            done.Add(next.EventId);
            await SettleAsync(Success(next));
        }

        Assert.Equal(Ids(orders), done);
    }

    [Fact]
    public async Task A_long_wait_of_the_first_holds_up_the_others_of_its_order()
    {
        OrderEntry first = Order("A", 1), second = Order("A", 2);
        await ClaimAsync(first);
        await ClaimAsync(second);
        await SettleAsync(Defer(first, 60));
        Pass(59);

        Assert.Empty(await ClaimDueAsync());
        Pass(1);
        Assert.Equal(first.EventId, Assert.Single(await ClaimDueAsync()).EventId);
    }

    [Fact]
    public async Task An_older_event_goes_before_a_deferred_newer_one()
    {
        OrderEntry older = Order("A", 1), newer = Order("A", 2);
        await ClaimAsync(newer);
        await SettleAsync(Defer(newer, 1));

        Assert.Equal(older.EventId, Assert.Single((await ClaimAsync(older)).Claimed).EventId);
        Pass(1);
        Assert.Empty(await ClaimDueAsync());
        await SettleAsync(Success(older));
        Assert.Equal(newer.EventId, Assert.Single(await ClaimDueAsync()).EventId);
    }

    [Fact]
    public async Task One_that_may_have_been_done_goes_before_an_older_one_and_supersedes_it_when_it_succeeds()
    {
        OrderEntry older = Order("A", 1), newer = Order("A", 2);
        await ClaimAsync(newer);
        await SettleAsync(Defer(newer, 10, inDoubt: true));

        Assert.Empty((await ClaimAsync(older)).Claimed);
        Assert.Empty(await ClaimDueAsync());
        Pass(10);
        var first = Assert.Single(await ClaimDueAsync());
        Assert.Equal((newer.EventId, true), (first.EventId, first.InDoubt));
        await SettleAsync(Success(newer));
        Assert.True(Assert.Single(await ClaimDueAsync()).Superseded);
    }

    [Fact]
    public async Task When_one_that_came_too_early_is_put_back_the_older_one_goes_first()
    {
        OrderEntry older = Order("A", 1), newer = Order("A", 2);
        await ClaimAsync(newer);
        await ClaimAsync(older);
        Assert.Empty(await ClaimDueAsync());
        await SettleAsync(Defer(newer, 0));

        Assert.Equal(older.EventId, Assert.Single(await ClaimDueAsync()).EventId);
    }

    [Fact]
    public async Task Blocked_entries_do_not_hold_up_others()
    {
        await ClaimAsync(Order("A", 0));
        await ClaimAsync([.. Enumerable.Range(1, 40).Select(i => Order("A", i))]);
        Pass(1);
        var free = Order("B");
        await ClaimAsync(free);
        await SettleAsync(Defer(free, 0));

        Assert.Equal(free.EventId, Assert.Single(await ClaimDueAsync(limit: 5)).EventId);
    }
}
