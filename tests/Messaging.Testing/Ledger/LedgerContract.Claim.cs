using Messaging.Fulfillment.Ledger;
using Xunit;

namespace Messaging.Testing.Ledger;

public abstract partial class LedgerContract
{
    [Fact]
    public async Task New_orders_are_claimed_in_the_order_given()
    {
        OrderEntry[] orders = [Order("A", 3), Order("B", 1), Order("C", 2)];

        var result = await ClaimAsync(orders);

        Assert.Equal(Ids(orders), Ids(result.Claimed));
        Assert.Equal((3, 0), (result.Received, result.Duplicates));
    }

    [Fact]
    public async Task A_new_entry_has_no_history_whatever_the_caller_passes()
    {
        var result = await ClaimAsync(
            Order("A") with { Claim = 7, Attempts = 4, InDoubt = true, Alone = true, Superseded = true });

        var claimed = Assert.Single(result.Claimed);
        Assert.Equal(
            (1, 0, false, false, false),
            (claimed.Claim, claimed.Attempts, claimed.InDoubt, claimed.Alone, claimed.Superseded));
    }

    [Fact]
    public async Task An_entry_comes_back_as_it_was_given_to_the_microsecond()
    {
        var order = Order("A") with
        {
            OccurredAt = new DateTimeOffset(2025, 12, 31, 23, 59, 59, TimeSpan.FromHours(8)).AddTicks(1234560),
            ReceivedAt = Clock.Now.AddTicks(10),
            Deadline = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(8)).AddTicks(6543210),
            Account = "",
            Payload = """{"receiver":"张三 '\"\\"}""",
            TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            CorrelationId = Guid.NewGuid(),
        };
        await ClaimAsync(order);
        await SettleAsync(Defer(order, 1));
        Pass(1);

        Assert.Equal(order with { Claim = 2, Attempts = 1 }, Assert.Single(await ClaimDueAsync()));
    }

    [Fact]
    public async Task An_event_that_is_claimed_is_a_duplicate_and_not_claimed_again()
    {
        var order = Order("A");
        await ClaimAsync(order);

        var result = await ClaimAsync(order);

        Assert.Empty(result.Claimed);
        Assert.Equal((0, 1), (result.Received, result.Duplicates));
    }

    [Fact]
    public async Task An_event_twice_in_one_list_is_claimed_once()
    {
        var order = Order("A");

        var result = await ClaimAsync(order, Order("B"), order with { OccurredAt = order.OccurredAt.AddHours(1) });

        Assert.Equal(2, result.Claimed.Count);
        Assert.Equal((2, 1), (result.Received, result.Duplicates));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_settled_event_that_comes_again_is_a_duplicate(bool published)
    {
        var order = Order("A");
        await ClaimAsync(order);
        await SettleAsync(Success(order));
        if (published)
            await Ledger.MarkPublishedAsync([order.EventId], Token);

        var result = await ClaimAsync(order);

        Assert.Empty(result.Claimed);
        Assert.Equal((0, 1), (result.Received, result.Duplicates));
        Assert.Empty(await ClaimDueAsync());
    }

    [Fact]
    public async Task A_deferred_event_that_comes_again_still_waits_for_its_time()
    {
        var order = Order("A");
        await ClaimAsync(order);
        await SettleAsync(Defer(order, 5));

        Assert.Empty((await ClaimAsync(order)).Claimed);
        Assert.Empty(await ClaimDueAsync());
    }

    [Fact]
    public async Task Empty_lists_are_accepted()
    {
        Assert.Equal((0, 0), ((await ClaimAsync()).Received, (await ClaimAsync()).Duplicates));
        Assert.Empty(await ClaimDueAsync());
        Assert.Empty(await SettleAsync());
        Assert.Empty(await Ledger.RecordSendIntentAsync([], Token));
        await Ledger.MarkPublishedAsync([], Token);
        Assert.Empty(await TakeAsync());
        Assert.Empty(await Ledger.CountAsync(Token));
        Assert.Empty(await Ledger.FindAsync("A", Token));
        Assert.Equal(0, await Ledger.PurgeAsync(Clock.Now, Clock.Now, 10, Token));
    }

    [Fact]
    public async Task A_full_batch_goes_through()
    {
        var orders = Enumerable.Range(0, 1000).Select(i => Order($"A-{i}")).ToArray();

        Assert.Equal(1000, (await ClaimAsync(orders)).Claimed.Count);
        Assert.Empty(await Ledger.SettleAsync([.. orders.Select(Success)], Token));
        await Ledger.MarkPublishedAsync([.. Ids(orders)], Token);

        Assert.Equal(new LedgerTotals(Vendor, 1000, 1000, 0, 0, 0, null), await TotalsAsync());
    }
}
