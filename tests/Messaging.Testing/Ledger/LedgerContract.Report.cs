using Messaging.Fulfillment.Ledger;
using Xunit;

namespace Messaging.Testing.Ledger;

public abstract partial class LedgerContract
{
    [Fact]
    public async Task The_totals_agree_at_every_step()
    {
        var order = Order("A");
        await ClaimAsync(order, Order("B", vendor: Vendor));
        await ClaimAsync(order);
        await ClaimAsync(Order("A", vendor: "em"));
        Assert.Equal(new LedgerTotals(Vendor, 2, 0, 0, 2, 0, order.ReceivedAt), await TotalsAsync());

        await SettleAsync(Defer(order, 0));
        Assert.Equal(new LedgerTotals(Vendor, 2, 0, 0, 2, 0, order.ReceivedAt), await TotalsAsync());

        await ClaimDueAsync();
        await SettleAsync(Success(order));
        await SettleAsync(Success(order));
        Assert.Equal(new LedgerTotals(Vendor, 2, 1, 0, 1, 1, order.ReceivedAt), await TotalsAsync());

        await Ledger.MarkPublishedAsync([order.EventId], Token);
        await CrashAsync();
        Assert.Equal(new LedgerTotals(Vendor, 2, 1, 0, 1, 0, order.ReceivedAt), await TotalsAsync());
        Assert.Equal(new LedgerTotals("em", 1, 0, 0, 1, 0, order.ReceivedAt), await TotalsAsync("em"));
        Assert.All(await Ledger.CountAsync(Token), totals => Assert.Equal(0, totals.Drift));
    }

    [Fact]
    public async Task The_oldest_waiting_is_the_one_that_was_received_first()
    {
        var early = Order("A") with { ReceivedAt = Clock.Now.AddMinutes(-5) };
        await ClaimAsync(Order("B"), early);

        Assert.Equal(early.ReceivedAt, (await TotalsAsync()).OldestWaiting);
    }

    [Fact]
    public async Task An_order_is_reported_with_all_its_events()
    {
        OrderEntry order = Order("A", 1), next = Order("A", 2);
        await ClaimAsync(order, next);
        var claimed = (await Ledger.FindAsync("A", Token))[0];
        Assert.Equal(("claimed", 0), (claimed.State, claimed.Attempts));
        Assert.NotNull(claimed.Owner);

        await SettleAsync(Defer(order, 5) with { Attempts = 2, InDoubt = true });
        var waiting = await Ledger.FindAsync("A", Token);
        Assert.Equal([order.EventId, next.EventId], waiting.Select(status => status.EventId));
        Assert.Equal(
            new OrderStatus(
                order.EventId,
                "OrderShipped",
                Vendor,
                "shop",
                order.OccurredAt,
                order.ReceivedAt,
                "waiting",
                null,
                2,
                true,
                Clock.Now.AddMinutes(5), "busy", "The vendor is busy.", null, null, null),
            waiting[0] with { Steps = [] });

        Pass(5);
        await ClaimDueAsync();
        var final = Final(order, succeeded: false) with { Attempts = 3 };
        await SettleAsync(final);
        var settled = (await Ledger.FindAsync("A", Token))[0];
        Assert.Equal(
            waiting[0] with
            {
                State = "settled",
                Owner = claimed.Owner,
                Attempts = 3,
                InDoubt = false,
                DueAt = null,
                Message = null,
                ResultJson = final.Result.Json,
                SettledAt = Clock.Now,
                Steps = settled.Steps,
            },
            settled);

        Pass(1);
        await Ledger.MarkPublishedAsync([order.EventId], Token);
        Assert.Equal(
            settled with { State = "published", PublishedAt = Clock.Now, Steps = [] },
            (await Ledger.FindAsync("A", Token))[0] with { Steps = [] });
    }

    [Fact]
    public async Task An_entry_that_waits_for_another_names_it()
    {
        OrderEntry first = Order("A", 1), second = Order("A", 2);
        await ClaimAsync(first, second);
        await ClaimDueAsync();

        Assert.Contains(
            first.EventId.ToString(), (await Ledger.FindAsync("A", Token))[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_is_found_at_all_vendors_by_its_exact_number()
    {
        await ClaimAsync(Order("A", 2));
        await ClaimAsync(Order("A", 1, vendor: "polyv"), Order("a", vendor: "polyv"), Order("AB", vendor: "polyv"));

        Assert.Collection(
            await Ledger.FindAsync("A", Token), status =>
                Assert.Equal("polyv", status.Vendor), status => Assert.Equal(Vendor, status.Vendor));
    }
}
