using Messaging.Fulfillment.Ledger;
using Xunit;

namespace Messaging.Testing.Ledger;

public abstract partial class LedgerContract
{
    private static readonly AuditNote Holding = new("night-shift", "accounts.hold", "fengchao shop", "a wrong price");

    private static readonly AuditNote Releasing =
        new("day-shift", "accounts.release", "fengchao shop", "the price is right");

    [Fact]
    public async Task A_hold_is_kept_with_who_since_when_and_why_until_somebody_releases_it()
    {
        var hold = await Ledger.HoldAsync(Vendor, "shop", Holding, Token);

        Assert.Equal(new Hold(Vendor, "shop", Clock.Now, "night-shift", "a wrong price"), hold);
        await KillAsync();
        Assert.Equal([hold], await Ledger.ListHoldsAsync(Token));

        Assert.True(await Ledger.ReleaseHoldAsync(Vendor, "shop", Releasing, Token));
        Assert.Empty(await Ledger.ListHoldsAsync(Token));
        await KillAsync();
        Assert.Empty(await Ledger.ListHoldsAsync(Token));
    }

    [Fact]
    public async Task Who_holds_what_is_held_changes_nothing_and_learns_whose_hold_it_is()
    {
        var first = await Ledger.HoldAsync(Vendor, "shop", Holding, Token);
        Pass(1);

        Assert.Equal(first, await Ledger.HoldAsync(Vendor, "shop", Holding with { Who = "day-shift" }, Token));
        Assert.Equal([first], await Ledger.ListHoldsAsync(Token));
        Assert.Equal("night-shift", Assert.Single(await AuditAsync(new())).Who);
    }

    [Fact]
    public async Task A_vendor_and_its_accounts_are_held_and_released_each_by_itself()
    {
        var vendor = await Ledger.HoldAsync(Vendor, account: null, Holding, Token);
        var account = await Ledger.HoldAsync(Vendor, "shop", Holding, Token);
        Assert.Null(vendor.Account);
        Assert.Equal([vendor, account], await Ledger.ListHoldsAsync(Token));

        Assert.False(await Ledger.ReleaseHoldAsync(Vendor, "other", Releasing, Token));
        Assert.False(await Ledger.ReleaseHoldAsync("em", null, Releasing, Token));
        Assert.True(await Ledger.ReleaseHoldAsync(Vendor, null, Releasing, Token));
        Assert.False(await Ledger.ReleaseHoldAsync(Vendor, null, Releasing, Token));

        Assert.Equal([account], await Ledger.ListHoldsAsync(Token));
    }

    [Fact]
    public async Task A_hold_touches_no_entry_and_an_order_that_waited_through_it_is_claimed_once()
    {
        OrderEntry waiting = Order("A"), inFlight = Order("B");
        await ClaimAsync(inFlight);
        await Ledger.HoldAsync(Vendor, "shop", Holding, Token);
        await HoldAsync(waiting);
        await SettleAsync(Success(inFlight));
        Assert.Empty(await ClaimDueAsync(onHold: "shop"));

        await CrashAsync();
        Assert.Empty(await ClaimDueAsync(onHold: "shop"));
        await Ledger.ReleaseHoldAsync(Vendor, "shop", Releasing, Token);

        Assert.Equal(waiting.EventId, Assert.Single(await ClaimDueAsync()).EventId);
        Assert.Empty(await ClaimDueAsync());
        var totals = await TotalsAsync();
        Assert.Equal((2, 1, 1, 0), (totals.Received, totals.Succeeded, totals.Waiting, totals.Drift));
    }

    [Fact]
    public async Task What_operators_do_in_the_ledger_is_recorded_with_it_and_what_was_not_done_is_not()
    {
        await Ledger.HoldAsync(Vendor, "shop", Holding, Token);
        Pass(1);
        await Ledger.ReleaseHoldAsync(Vendor, "shop", Releasing, Token);
        await Ledger.ReleaseHoldAsync(Vendor, "shop", Releasing, Token);
        var failed = Order("A");
        await ClaimAsync(failed);
        await SettleAsync(Fail(failed, "rejectedByVendor", "1"));
        await RetryAsync(failed.EventId);
        await KillAsync();

        Assert.Equal(
            [
                ("night-shift", "failures.retry", Vendor, 1, "stock has come in", Clock.Now),
                ("day-shift", "accounts.release", "fengchao shop", 1, "the price is right", Clock.Now),
                ("night-shift", "accounts.hold", "fengchao shop", 1, "a wrong price", Clock.Now.AddMinutes(-1)),
            ],
            (await AuditAsync(new())).Select(a => (a.Who, a.Action, a.Target, a.Count ?? 0, a.Why, a.At)));
    }

    [Fact]
    public async Task What_operators_did_is_found_by_who_what_and_when_in_pages_the_latest_first()
    {
        for (var i = 1; i <= 4; i++)
        {
            await Ledger.RecordAsync(
                new(i % 2 == 0 ? "even" : "odd", $"action-{i}", "queue", "why"), i == 4 ? null : i, Token);
            // The last two at one time.
            Pass(i == 3 ? 0 : 1);
        }

        Assert.Equal([null, 3, 2, 1], (await AuditAsync(new())).Select(action => action.Count));
        Assert.Equal([null, 2], (await AuditAsync(new() { Who = "even" })).Select(action => action.Count));
        Assert.Equal(3, Assert.Single(await AuditAsync(new() { Action = "action-3" })).Count);
        Assert.Equal(
            [2],
            (await AuditAsync(new() { From = Clock.Now.AddMinutes(-2), Before = Clock.Now.AddMinutes(-1) }))
                .Select(action => action.Count));
        Assert.Empty(await AuditAsync(new() { Who = "' or 1=1 --" }));

        var first = await Ledger.ListAuditAsync(new(), after: null, limit: 1, Token);
        var rest = await Ledger.ListAuditAsync(new(), (first[^1].At, first[^1].Number), limit: 2, Token);
        Assert.Equal([3, 2], rest.Select(action => action.Count));
    }

    [Fact]
    public async Task What_operators_did_is_found_by_the_order_event_that_it_names()
    {
        Guid one = Guid.NewGuid(), other = Guid.NewGuid();
        await Ledger.RecordAsync(new("night-shift", "orders.give-up", $"{other} {one}", "withdrawn"), 2, Token);
        await Ledger.RecordAsync(new("night-shift", "orders.give-up", $"{other}", "withdrawn"), 1, Token);

        Assert.Equal(2, Assert.Single(await AuditAsync(new() { Naming = $"{one}" })).Count);
        Assert.Empty(await AuditAsync(new() { Naming = "%" }));
    }

    [Fact]
    public async Task What_operators_did_is_deleted_after_its_time_only_the_oldest_first_a_bounded_part_at_a_time()
    {
        for (var i = 1; i <= 4; i++)
        {
            await Ledger.RecordAsync(Holding, i, Token);
            Pass(1);
        }

        Assert.Equal(0, await Ledger.PurgeAuditAsync(Clock.Now.AddMinutes(-4), 10, Token));
        Assert.Equal(2, await Ledger.PurgeAuditAsync(Clock.Now.AddMinutes(-1), 2, Token));
        Assert.Equal([4, 3], (await AuditAsync(new())).Select(action => action.Count));
        Assert.Equal(1, await Ledger.PurgeAuditAsync(Clock.Now.AddMinutes(-1), 2, Token));
        await Ledger.PurgeAsync(Clock.Now.AddDays(9), Clock.Now.AddDays(9), 10, Token);
        Assert.Equal(4, Assert.Single(await AuditAsync(new())).Count);
    }

    private Task<IReadOnlyList<AuditRecord>> AuditAsync(AuditFilter filter) =>
        Ledger.ListAuditAsync(filter, after: null, limit: 100, Token);
}
