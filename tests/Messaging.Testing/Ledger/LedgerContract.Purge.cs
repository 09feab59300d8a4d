using System.Text.Json;
using Messaging.Fulfillment.Ledger;
using Xunit;

namespace Messaging.Testing.Ledger;

public abstract partial class LedgerContract
{
    [Fact]
    public async Task Entries_are_deleted_after_their_time_and_the_counters_stay()
    {
        var order = Order("A");
        await PublishAsync(order);
        Pass(1);

        // Once for its content, once for itself.
        Assert.Equal(2, await Ledger.PurgeAsync(Clock.Now, Clock.Now, 10, Token));

        Assert.Empty(await Ledger.FindAsync("A", Token));
        Assert.Equal(new LedgerTotals(Vendor, 1, 1, 0, 0, 0, null), await TotalsAsync());
        Assert.Single((await ClaimAsync(order)).Claimed);
    }

    [Fact]
    public async Task An_entry_without_its_content_is_still_known()
    {
        var order = Order("A");
        await PublishAsync(order);
        Pass(1);

        Assert.Equal(1, await Ledger.PurgeAsync(Clock.Now, Clock.Now.AddDays(-1), 10, Token));
        Assert.Equal(0, await Ledger.PurgeAsync(Clock.Now, Clock.Now.AddDays(-1), 10, Token));

        Assert.Equal(1, (await ClaimAsync(order)).Duplicates);
        Assert.Equal("published", Assert.Single(await Ledger.FindAsync("A", Token)).State);
        Assert.True(Assert.Single((await ClaimAsync(Order("A", -5))).Claimed).Superseded);
    }

    [Fact]
    public async Task The_words_about_an_order_go_with_its_content_and_what_a_program_reads_stays()
    {
        var order = Order("A");
        await ClaimAsync(order);
        var failed = Final(order, succeeded: false);
        await SettleAsync(failed with
        {
            Result = failed.Result with
            {
                Json = """
                    {"orderNo":"A","reason":"rejectedByVendor","message":"no \\u0000 \u0000 for 张三",
                    "vendorCode":"7","vendorMessage":"张三","canRetry":true}
                    """,
            },
        });
        await Ledger.MarkPublishedAsync([order.EventId], Token);
        Pass(1);

        Assert.Equal(1, await Ledger.PurgeAsync(Clock.Now, Clock.Now.AddDays(-1), 10, Token));

        using var kept = JsonDocument.Parse(Assert.Single(await Ledger.FindAsync("A", Token)).ResultJson!);
        Assert.Equal(
            ["canRetry", "orderNo", "reason", "vendorCode"],
            kept.RootElement.EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_not_published_or_not_old_enough_stays()
    {
        OrderEntry waiting = Order("A"), settled = Order("B"), recent = Order("C");
        await ClaimAsync(waiting, settled, recent);
        await SettleAsync(Success(settled), Success(recent));
        Pass(1);
        var border = Clock.Now;
        await Ledger.MarkPublishedAsync([recent.EventId], Token);

        Assert.Equal(0, await Ledger.PurgeAsync(border, border, 10, Token));
        await CrashAsync();
        Assert.Equal("{}", Assert.Single(await ClaimDueAsync()).Payload);
        Assert.Equal(settled.EventId, Assert.Single(await TakeAsync()).EventId);
    }

    [Fact]
    public async Task A_purge_touches_no_more_than_its_limit()
    {
        foreach (var orderNo in new[] { "A", "B", "C" })
            await PublishAsync(Order(orderNo));
        Pass(1);

        var touched = new List<int>();
        do
            touched.Add(await Ledger.PurgeAsync(Clock.Now, Clock.Now, 2, Token));
        while (touched[^1] == 2);

        Assert.Equal([2, 2, 2, 0], touched);
        Assert.Empty(await Ledger.FindAsync("A", Token));
        Assert.Empty(await Ledger.FindAsync("C", Token));
    }

    [Fact]
    public async Task What_comes_after_a_purge_of_the_newest_is_not_taken_for_it()
    {
        OrderEntry claimed = Order("A", 1), settled = Order("B", 2), purged = Order("C", 3);
        await ClaimAsync(claimed, settled, purged);
        await SettleAsync(Success(settled));
        await SettleAsync(Success(purged));
        await Ledger.MarkPublishedAsync([purged.EventId], Token);
        Pass(1);
        Assert.Equal(2, await Ledger.PurgeAsync(Clock.Now, Clock.Now, 10, Token));

        OrderEntry next = Order("D", 1), last = Order("E", 2);
        await ClaimAsync(next, last);
        await SettleAsync(Success(last));

        Assert.Equal(new LedgerTotals(Vendor, 5, 3, 0, 2, 2, claimed.ReceivedAt), await TotalsAsync());
        Assert.Equal("settled", Assert.Single(await Ledger.FindAsync("E", Token)).State);
        await CrashAsync();
        Assert.Equal(["A", "D"], (await ClaimDueAsync()).Select(order => order.OrderNo).Order(StringComparer.Ordinal));
        Assert.Equal([settled.EventId, last.EventId], (await TakeAsync()).Select(result => result.EventId));
    }

    private async Task PublishAsync(OrderEntry order)
    {
        await ClaimAsync(order);
        await SettleAsync(Success(order));
        await Ledger.MarkPublishedAsync([order.EventId], Token);
    }
}
