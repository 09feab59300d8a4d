using Messaging.Fulfillment.Ledger;
using Xunit;

namespace Messaging.Testing.Ledger;

public abstract partial class LedgerContract
{
    [Fact]
    public async Task A_result_belongs_to_the_worker_that_settled_it()
    {
        var order = Order("A");
        await ClaimAsync(order);
        await SettleAsync(Success(order));

        Assert.Empty(await TakeAsync());
    }

    [Fact]
    public async Task After_a_crash_a_result_is_taken_once_just_as_it_was_stored()
    {
        var order = Order("A") with
        {
            TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            CorrelationId = Guid.NewGuid(),
        };
        var settled = Final(order, succeeded: false);
        await ClaimAsync(order);
        await SettleAsync(settled);
        await CrashAsync();

        Assert.Equal(settled.Result, Assert.Single(await TakeAsync()));
        Assert.Empty(await TakeAsync());
        Assert.Equal(1, (await TotalsAsync()).Unpublished);
    }

    [Fact]
    public async Task What_was_confirmed_is_not_published_again()
    {
        OrderEntry one = Order("A"), other = Order("B");
        await ClaimAsync(one, other);
        await SettleAsync(Success(one), Success(other));
        await Ledger.MarkPublishedAsync([one.EventId], Token);
        await CrashAsync();

        Assert.Equal(other.EventId, Assert.Single(await TakeAsync()).EventId);
    }

    [Fact]
    public async Task The_oldest_results_are_taken_first_and_no_more_than_asked_for()
    {
        OrderEntry[] orders = [Order("A"), Order("B"), Order("C")];
        await ClaimAsync(orders);
        foreach (var order in orders)
        {
            await SettleAsync(Success(order));
            Pass(1);
        }

        await CrashAsync();

        Assert.Equal(Ids(orders[..2]), (await TakeAsync(limit: 2)).Select(result => result.EventId));
        Assert.Single(await TakeAsync(limit: 2));
    }

    [Fact]
    public async Task Of_results_that_were_settled_together_any_part_may_be_confirmed_and_taken()
    {
        OrderEntry[] orders = [.. "ABCDEFG".Select(no => Order($"{no}"))];
        await ClaimAsync(orders);
        await SettleAsync([.. orders.Select(Success)]);
        await Ledger.MarkPublishedAsync([orders[1].EventId, orders[2].EventId, orders[5].EventId], Token);
        Assert.Equal(4, (await TotalsAsync()).Unpublished);
        await CrashAsync();

        Assert.Equal(2, (await TakeAsync(limit: 2)).Count);
        await Ledger.MarkPublishedAsync([orders[2].EventId, orders[3].EventId], Token);
        await CrashAsync();
        Assert.Equal(
            Ids([orders[0], orders[4], orders[6]]).Order(),
            (await TakeAsync()).Select(result => result.EventId).Order());
    }

    [Fact]
    public async Task Results_are_confirmed_together_wherever_their_orders_came_from()
    {
        OrderEntry sent = Order("A"), deferred = Order("B"), refused = Order("C"), left = Order("D");
        await ClaimAsync(sent, deferred, left);
        await SettleAsync(Success(sent), Defer(deferred, 1));
        await Ledger.RefuseAsync([new(refused, Final(refused, succeeded: false).Result)], Token);
        Pass(2);
        await SettleAsync(Success(Assert.Single(await ClaimDueAsync())));
        await SettleAsync(Success(left));

        await Ledger.MarkPublishedAsync([sent.EventId, deferred.EventId, refused.EventId], Token);

        Assert.Equal(1, (await TotalsAsync()).Unpublished);
        await CrashAsync();
        Assert.Equal(left.EventId, Assert.Single(await TakeAsync()).EventId);
        await Ledger.MarkPublishedAsync([left.EventId], Token);
        Assert.Equal(0, (await TotalsAsync()).Unpublished);
    }

    [Fact]
    public async Task Confirming_twice_or_what_is_unknown_changes_nothing()
    {
        OrderEntry settled = Order("A"), claimed = Order("B");
        await ClaimAsync(settled, claimed);
        await SettleAsync(Success(settled));
        await Ledger.MarkPublishedAsync([settled.EventId], Token);
        var published = Assert.Single(await Ledger.FindAsync("A", Token));
        Pass(1);

        await Ledger.MarkPublishedAsync([settled.EventId, claimed.EventId, Guid.NewGuid()], Token);

        Assert.Equal(published, Assert.Single(await Ledger.FindAsync("A", Token)));
        Assert.Equal(new LedgerTotals(Vendor, 2, 1, 0, 1, 0, claimed.ReceivedAt), await TotalsAsync());
    }
}
