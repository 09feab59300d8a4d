using Messaging.Fulfillment.Ledger;
using Xunit;

namespace Messaging.Testing.Ledger;

public abstract partial class LedgerContract
{
    [Fact]
    public async Task A_deferred_entry_comes_at_its_time_and_not_before()
    {
        var order = Order("A");
        await ClaimAsync(order);
        await SettleAsync(Defer(order, 5));

        Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromMicroseconds(1));
        Assert.Empty(await ClaimDueAsync());
        Clock.Advance(TimeSpan.FromMicroseconds(1));
        Assert.Single(await ClaimDueAsync());
        Assert.Empty(await ClaimDueAsync());
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_deferral_is_remembered(bool inDoubt, bool alone)
    {
        var order = Order("A");
        await ClaimAsync(order);
        await SettleAsync(Defer(order, 0) with { Attempts = 3, InDoubt = inDoubt, Alone = alone });

        var claimed = Assert.Single(await ClaimDueAsync());

        Assert.Equal((3, inDoubt, alone), (claimed.Attempts, claimed.InDoubt, claimed.Alone));
    }

    [Fact]
    public async Task The_longest_due_come_first_and_no_more_than_asked_for()
    {
        OrderEntry[] orders = [Order("A"), Order("B"), Order("C")];
        await ClaimAsync(orders);
        await SettleAsync(Defer(orders[0], 3), Defer(orders[1], 1), Defer(orders[2], 2));
        Pass(5);

        Assert.Equal([orders[1].EventId, orders[2].EventId], Ids(await ClaimDueAsync(limit: 2)));
        Assert.Equal([orders[0].EventId], Ids(await ClaimDueAsync(limit: 2)));
    }

    [Fact]
    public async Task Another_vendors_entries_are_not_due_here()
    {
        var order = Order("A", vendor: "polyv");
        await ClaimAsync(order);
        await SettleAsync(Defer(order, 0));

        Assert.Empty(await ClaimDueAsync());
        Assert.Single(await ClaimDueAsync(vendor: "polyv"));
    }

    [Theory]
    [InlineData(false, false, true)]
    [InlineData(true, false, false)]
    [InlineData(true, true, true)]
    public async Task After_a_crash_an_entry_may_be_done_where_a_call_may_have_left(
        bool recordsSendIntent, bool sending, bool inDoubt)
    {
        var order = Order("A");
        var fresh = await Ledger.ClaimAsync([order], Terms(recordsSendIntent), Token);
        if (sending)
            Assert.Empty(await Ledger.RecordSendIntentAsync([KeyOf(order)], Token));
        await CrashAsync();

        var taken = Assert.Single(await ClaimDueAsync(recordsSendIntent: recordsSendIntent));

        Assert.False(Assert.Single(fresh.Claimed).InDoubt);
        Assert.Equal(inDoubt, taken.InDoubt);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task After_a_crash_in_a_later_attempt_too(bool recordsSendIntent, bool inDoubt)
    {
        var order = Order("A");
        await Ledger.ClaimAsync([order], Terms(recordsSendIntent), Token);
        await SettleAsync(Defer(order, 0));
        Assert.False(Assert.Single(await ClaimDueAsync(recordsSendIntent: recordsSendIntent)).InDoubt);
        await CrashAsync();

        Assert.Equal(inDoubt, Assert.Single(await ClaimDueAsync(recordsSendIntent: recordsSendIntent)).InDoubt);
    }

    [Fact]
    public async Task Only_what_is_ones_own_is_marked_as_being_sent()
    {
        OrderEntry mine = Order("A"), deferred = Order("B");
        var unknown = new ClaimKey(Guid.NewGuid(), 1);
        await ClaimAsync(mine, deferred);
        await SettleAsync(Defer(deferred, 1));

        Assert.Equal(
            new HashSet<ClaimKey> { KeyOf(deferred), unknown },
            await Ledger.RecordSendIntentAsync([KeyOf(mine), KeyOf(deferred), unknown], Token));
    }
}
