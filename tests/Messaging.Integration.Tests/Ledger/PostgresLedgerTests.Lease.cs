using Messaging.Fulfillment.Ledger;
using Messaging.Testing.Ledger;

namespace Messaging.Integration.Tests.Ledger;

/// <summary>Two workers, one of which the other considers dead: rightly, wrongly, or too early.</summary>
public sealed partial class PostgresLedgerTests
{
    [Fact]
    public async Task A_lease_holds_while_it_is_renewed_and_ends_a_margin_early()
    {
        Assert.True(Ledger.HoldsLease);
        Clock.Advance(LeaseDuration * 3 / 4 - TimeSpan.FromMilliseconds(1));
        Assert.True(Ledger.HoldsLease);
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(Ledger.HoldsLease);
        await Ledger.RenewLeaseAsync(WorkerLoad.None, Token);
        Assert.True(Ledger.HoldsLease);
    }

    [Theory]
    [InlineData(-30)]
    [InlineData(30)]
    [InlineData(-3600)]
    [InlineData(3600)]
    public async Task A_worker_whose_clock_is_wrong_steals_nothing_loses_nothing_and_tells_the_time_of_the_database(
        int seconds)
    {
        var clock = new LedgerClock(Clock.Now.AddSeconds(seconds));
        await using var other = LedgerHost.Build("postgres", _database, clock);
        await other.OpenAsync(Token);
        OrderEntry own = Order("A"), others = Order("B");
        await ClaimAsync(own);
        Assert.Single((await other.ClaimAsync([others], Terms(), Token)).Claimed);
        for (var i = 0; i < 12; i++)
        {
            Clock.Advance(LeaseDuration / 4);
            clock.Advance(LeaseDuration / 4);
            await Ledger.RenewLeaseAsync(WorkerLoad.None, Token);
            await other.RenewLeaseAsync(WorkerLoad.None, Token);
            Assert.Empty(await ClaimDueAsync());
            Assert.Empty(await ClaimDueAsync(worker: other));
        }

        // What is due now is due for both.
        await SettleAsync(Defer(own, minutes: 0));
        Assert.Equal(own.EventId, Assert.Single(await ClaimDueAsync(worker: other)).EventId);
        Assert.Empty(await other.SettleAsync([Failure(others)], Token));
    }

    [Fact]
    public async Task While_a_worker_lives_nobody_takes_what_is_its_own()
    {
        var other = await OpenAsync();
        OrderEntry claimed = Order("A"), settled = Order("B");
        await ClaimAsync(claimed, settled);
        await SettleAsync(Success(settled));
        for (var i = 0; i < 20; i++)
        {
            await Ledger.RenewLeaseAsync(WorkerLoad.None, Token);
            await other.RenewLeaseAsync(WorkerLoad.None, Token);
            Clock.Advance(LeaseDuration / 4);
            Assert.Empty(await ClaimDueAsync(worker: other));
            Assert.Empty(await other.TakeUnpublishedAsync(10, Token));
        }

        Assert.Empty(await SettleAsync(Success(claimed)));
    }

    [Fact]
    public async Task A_worker_that_has_just_come_takes_over_nothing_until_the_others_had_time_to_renew()
    {
        var other = await OpenAsync();
        await ClaimAsync(Order("A"));
        Clock.Advance(LeaseDuration * 10);
        await other.RenewLeaseAsync(WorkerLoad.None, Token);

        Assert.Empty(await ClaimDueAsync(worker: other));
        await OutwaitLeaseAsync(other);
        Assert.Single(await ClaimDueAsync(worker: other));
    }

    [Fact]
    public async Task A_worker_whose_own_lease_has_a_gap_has_to_begin_again()
    {
        var other = await OpenAsync();
        await OutwaitLeaseAsync(other);
        await Ledger.RenewLeaseAsync(WorkerLoad.None, Token);
        await ClaimAsync(Order("A"));
        Clock.Advance(LeaseDuration + TimeSpan.FromSeconds(1));

        // As after an outage: both leases have expired, and the first to return must not take over from the other.
        Assert.Empty(await ClaimDueAsync(worker: other));
        await other.RenewLeaseAsync(WorkerLoad.None, Token);
        Assert.Empty(await ClaimDueAsync(worker: other));
    }

    [Fact]
    public async Task A_worker_taken_for_dead_can_settle_nothing_any_more()
    {
        var other = await OpenAsync();
        OrderEntry claimed = Order("A"), sent = Order("B");
        await ClaimAsync(claimed, sent);
        await OutwaitLeaseAsync(other);
        var taken = await ClaimDueAsync(worker: other);

        Assert.False(Ledger.HoldsLease);
        Assert.Equal(2, (await Ledger.RecordSendIntentAsync([KeyOf(claimed), KeyOf(sent)], Token)).Count);
        Assert.Equal(2, (await SettleAsync(Success(claimed), Defer(sent, 0))).Count);
        Assert.Empty(await other.SettleAsync([.. taken.Select(Failure)], Token));
        Assert.Equal(2, (await SettleAsync(Success(claimed), Success(sent))).Count);
        Assert.Equal(new LedgerTotals(Vendor, 2, 0, 2, 0, 2, null), await TotalsAsync());
    }

    [Fact]
    public async Task A_worker_taken_for_dead_that_comes_back_works_on_as_a_new_one()
    {
        var other = await OpenAsync();
        await OutwaitLeaseAsync(other);
        await ClaimDueAsync(worker: other);
        await Ledger.RenewLeaseAsync(WorkerLoad.None, Token);
        Assert.True(Ledger.HoldsLease);

        var order = Order("A");
        await ClaimAsync(order);
        Assert.Empty(await ClaimDueAsync(worker: other));
        Assert.Empty(await SettleAsync(Success(order)));
    }

    [Fact]
    public async Task What_a_worker_claims_after_it_was_taken_for_dead_is_not_lost_when_it_dies_at_once()
    {
        var other = await OpenAsync();
        await OutwaitLeaseAsync(other);
        await ClaimDueAsync(worker: other);
        var order = Order("A");
        await ClaimAsync(order);
        await OutwaitLeaseAsync(other);

        Assert.Equal(order.EventId, Assert.Single(await ClaimDueAsync(worker: other)).EventId);
    }

    [Fact]
    public async Task What_a_worker_lost_and_claimed_anew_is_beyond_its_old_copy()
    {
        var other = await OpenAsync();
        var stale = Assert.Single((await ClaimAsync(Order("A"))).Claimed);
        await OutwaitLeaseAsync(other);
        // The first claim of another worker reclaims what has expired.
        Assert.Empty(await ClaimDueAsync(vendor: "nobody", worker: other));
        await Ledger.RenewLeaseAsync(WorkerLoad.None, Token);
        var fresh = Assert.Single(await ClaimDueAsync());

        Assert.Equal([stale.Key], await Ledger.RecordSendIntentAsync([stale.Key], Token));
        Assert.Equal([stale.Key], await SettleAsync(Failure(stale) with { Key = stale.Key }));
        Assert.Empty(await SettleAsync(Success(fresh)));
    }

    [Fact]
    public async Task A_takeover_and_settlements_that_meet_divide_the_claims_between_them()
    {
        var other = await OpenAsync();
        for (var round = 0; round < 10; round++)
        {
            await Ledger.RenewLeaseAsync(WorkerLoad.None, Token);
            var orders = Enumerable.Range(0, 60).Select(i => Order($"{round}-{i}")).ToArray();
            await ClaimAsync(orders);
            await OutwaitLeaseAsync(other);

            var settling = Task.WhenAll(orders.Chunk(10).Select(some => SettleAsync([.. some.Select(Success)])));
            var taken = await other.ClaimDueAsync(Vendor, Terms(), 100, Clock.Now - GiveUpAfter, Token);
            var lost = (await settling).SelectMany(keys => keys).Select(key => key.EventId);

            Assert.Equal(lost.Order(), Ids(taken).Order());
            Assert.Empty(await other.SettleAsync([.. taken.Select(o => Success(o) with { Key = o.Key })], Token));
            Assert.Equal(0, (await TotalsAsync()).Drift);
        }
    }
}
