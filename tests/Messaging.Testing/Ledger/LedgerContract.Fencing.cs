using Messaging.Fulfillment.Ledger;
using Xunit;

namespace Messaging.Testing.Ledger;

/// <summary>A worker may hold a stale copy of a claim that it lost, beside a new claim of the same entry.</summary>
public abstract partial class LedgerContract
{
    [Fact]
    public async Task Claims_of_an_entry_are_counted_in_every_way_that_leads_to_one()
    {
        OrderEntry order = Order("A", 1), next = Order("A", 2);
        Assert.Equal(1, Assert.Single((await ClaimAsync(order, next)).Claimed).Claim);
        await SettleAsync(Defer(order, 0));
        Assert.Equal(2, Assert.Single(await ClaimDueAsync()).Claim);
        await CrashAsync();
        Assert.Equal(3, Assert.Single(await ClaimDueAsync()).Claim);
        await Ledger.ReleaseAsync(Token);
        await KillAsync();
        Assert.Equal(4, Assert.Single(await ClaimDueAsync(onHold: "other")).Claim);
        await SettleAsync(Success(order));
        Assert.Equal(1, Assert.Single(await ClaimDueAsync()).Claim);
    }

    [Fact]
    public async Task A_stale_copy_neither_settles_nor_defers_nor_marks_and_the_fresh_claim_does()
    {
        var (stale, fresh) = await ClaimTwiceAsync();

        Assert.Equal([stale.Key], await SettleAsync(Failure(stale) with { Key = stale.Key }));
        Assert.Equal([stale.Key], await SettleAsync(Defer(stale, 0) with { Key = stale.Key }));
        Assert.Equal([stale.Key], await Ledger.RecordSendIntentAsync([stale.Key], Token));
        var status = Assert.Single(await Ledger.FindAsync("A", Token));
        Assert.Equal(("claimed", false), (status.State, status.InDoubt));

        Assert.Empty(await Ledger.RecordSendIntentAsync([fresh.Key], Token));
        Assert.True(Assert.Single(await Ledger.FindAsync("A", Token)).InDoubt);
        Assert.Empty(await SettleAsync(Success(fresh)));
        Assert.Equal(new LedgerTotals(Vendor, 1, 1, 0, 0, 1, null), await TotalsAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stale_copy_and_the_fresh_claim_in_one_list_are_told_apart(bool staleFirst)
    {
        var (stale, fresh) = await ClaimTwiceAsync();
        Settlement[] settlements = [Failure(stale) with { Key = stale.Key }, Success(fresh)];
        if (!staleFirst)
            Array.Reverse(settlements);

        Assert.Equal([stale.Key], await Ledger.RecordSendIntentAsync([stale.Key, fresh.Key], Token));
        Assert.Equal([stale.Key], await SettleAsync(settlements));

        Assert.Equal(new LedgerTotals(Vendor, 1, 1, 0, 0, 1, null), await TotalsAsync());
    }

    private async Task<(OrderEntry Stale, OrderEntry Fresh)> ClaimTwiceAsync()
    {
        var order = Order("A");
        var stale = Assert.Single((await Ledger.ClaimAsync([order], Terms(recordsSendIntent: true), Token)).Claimed);
        await SettleAsync(Defer(order, 0));
        return (stale, Assert.Single(await ClaimDueAsync(recordsSendIntent: true)));
    }
}
