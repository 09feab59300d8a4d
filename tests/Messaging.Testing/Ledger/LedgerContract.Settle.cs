using Messaging.Fulfillment.Ledger;
using Xunit;

namespace Messaging.Testing.Ledger;

public abstract partial class LedgerContract
{
    [Fact]
    public async Task Results_and_deferrals_are_recorded_together()
    {
        OrderEntry[] orders = [Order("A"), Order("B"), Order("C")];
        await ClaimAsync(orders);

        Assert.Empty(await SettleAsync(Success(orders[0]), Defer(orders[1], 1), Failure(orders[2])));

        Assert.Equal(new LedgerTotals(Vendor, 3, 1, 1, 1, 2, Clock.Now), await TotalsAsync());
    }

    [Fact]
    public async Task A_settled_entry_never_changes_its_result()
    {
        var order = Order("A");
        await ClaimAsync(order);
        await SettleAsync(Success(order));

        Assert.Equal([KeyOf(order)], await SettleAsync(Failure(order)));
        Assert.Equal([KeyOf(order)], await SettleAsync(Defer(order, 0)));

        var status = Assert.Single(await Ledger.FindAsync("A", Token));
        Assert.Equal(((Settlement.Final)Success(order)).Result.Json, status.ResultJson);
        Assert.Equal(new LedgerTotals(Vendor, 1, 1, 0, 0, 1, null), await TotalsAsync());
    }

    [Fact]
    public async Task What_is_not_claimed_cannot_be_settled()
    {
        OrderEntry unknown = Order("A"), deferred = Order("B"), waiting = Order("B", 1);
        await ClaimAsync(deferred, waiting);
        await SettleAsync(Defer(deferred, 1));

        var lost = await SettleAsync(Success(unknown), Success(deferred), Defer(waiting, 0));

        Assert.Equal(new HashSet<ClaimKey> { KeyOf(unknown), KeyOf(deferred), KeyOf(waiting) }, lost);
        Assert.Equal(new LedgerTotals(Vendor, 2, 0, 0, 2, 0, Clock.Now), await TotalsAsync());
    }
}
