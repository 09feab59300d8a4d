using Messaging.Fulfillment.Ledger;
using Xunit;

namespace Messaging.Testing.Ledger;

public abstract partial class LedgerContract
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_comes_for_an_account_on_hold_is_recorded_and_left_alone(bool recordsSendIntent)
    {
        OrderEntry held = Order("A"), free = Order("B", account: "other");

        var result = await Ledger.ClaimAsync([held, free], Terms(recordsSendIntent, "shop"), Token);

        Assert.Equal([free.EventId], Ids(result.Claimed));
        Assert.Equal((2, 0), (result.Received, result.Duplicates));
        var status = Assert.Single(await Ledger.FindAsync("A", Token));
        Assert.Equal(("waiting", null, Clock.Now, false), (status.State, status.Owner, status.DueAt, status.InDoubt));
        Assert.Equal(2, (await TotalsAsync()).Waiting);
    }

    [Fact]
    public async Task What_waits_for_an_account_on_hold_is_claimed_when_the_hold_has_ended()
    {
        var order = Order("A");
        await HoldAsync(order);

        Assert.Empty(await ClaimDueAsync(onHold: "shop"));
        Assert.Empty((await ClaimAsync(order)).Claimed);
        Assert.Equal(order with { Claim = 1 }, Assert.Single(await ClaimDueAsync()));
    }

    [Theory]
    [InlineData("Shop")]
    [InlineData("shop ")]
    [InlineData("")]
    public async Task An_account_is_on_hold_by_its_exact_name(string account)
    {
        var order = Order("A", account: account);

        Assert.Single((await Ledger.ClaimAsync([order], Terms(onHold: "shop"), Token)).Claimed);
        await SettleAsync(Defer(order, 0));
        Assert.Single(await ClaimDueAsync(onHold: "shop"));
    }

    [Fact]
    public async Task An_account_without_a_name_can_be_on_hold()
    {
        var order = Order("A", account: "");

        Assert.Empty((await Ledger.ClaimAsync([order], Terms(onHold: ""), Token)).Claimed);
        Assert.Empty(await ClaimDueAsync(onHold: ""));
        Assert.Single(await ClaimDueAsync(onHold: "shop"));
    }

    [Fact]
    public async Task What_is_on_hold_does_not_hold_up_other_accounts()
    {
        await HoldAsync([.. Enumerable.Range(0, 300).Select(i => Order($"A-{i}"))]);
        Pass(1);
        OrderEntry[] others = [Order("B", account: "one"), Order("C", account: "two"), Order("D", account: "one")];
        foreach (var other in others)
        {
            await ClaimAsync(other);
            await SettleAsync(Defer(other, 0));
            Pass(1);
        }

        Assert.Equal(Ids(others[..2]), Ids(await ClaimDueAsync(limit: 2, onHold: "shop")));
        Assert.Equal(Ids(others[2..]), Ids(await ClaimDueAsync(limit: 2, onHold: "shop")));
    }

    [Fact]
    public async Task However_much_waits_for_accounts_on_hold_all_of_the_others_come_within_a_few_claims()
    {
        await HoldAsync([.. Enumerable.Range(0, 200).Select(i => Order($"A-{i}"))]);
        Pass(1);
        OrderEntry[] others =
        [
            .. Enumerable.Range(0, 30).Select(i => Order($"B-{i}", account: "large")),
            .. Enumerable.Range(0, 4).Select(i => Order($"C-{i}", account: $"small-{i}")),
        ];
        await ClaimAsync(others);
        await SettleAsync([.. others.Select(other => Defer(other, 0))]);

        var claims = new List<IReadOnlyList<OrderEntry>>();
        for (var i = 0; i < 4; i++)
            claims.Add(await ClaimDueAsync(limit: 20, onHold: "shop"));

        Assert.InRange(claims[0].Count, 10, 20);
        Assert.Empty(claims[3]);
        Assert.Equal(Ids(others).Order(), Ids(claims.SelectMany(claim => claim)).Order());
    }

    [Fact]
    public async Task What_is_too_old_is_claimed_though_its_account_is_on_hold()
    {
        var order = Order("A");
        await HoldAsync(order);
        Clock.Advance(GiveUpAfter);
        Assert.Empty(await ClaimDueAsync(onHold: "shop"));
        Clock.Advance(TimeSpan.FromMicroseconds(1));

        Assert.Equal(order.EventId, Assert.Single(await ClaimDueAsync(onHold: ["shop", "other", "shop"])).EventId);
        Assert.Null(Assert.Single(await Ledger.FindAsync("A", Token)).Message);
    }

    [Fact]
    public async Task What_is_too_old_but_deferred_is_still_not_due()
    {
        var order = Order("A");
        await ClaimAsync(order);
        await SettleAsync(Defer(order, 60 * 25));
        Pass(60 * 25 - 1);

        Assert.Empty(await ClaimDueAsync(onHold: "shop"));
        Pass(1);
        Assert.Single(await ClaimDueAsync(onHold: "shop"));
    }

    [Fact]
    public async Task What_has_passed_its_deadline_is_claimed_though_its_account_is_on_hold()
    {
        var order = Order("A") with { Deadline = Clock.Now.AddMinutes(5) };
        await HoldAsync(order, Order("B"), Order("C") with { Deadline = Clock.Now.AddMinutes(6) });
        Pass(5);
        Assert.Empty(await ClaimDueAsync(onHold: "shop"));
        Clock.Advance(TimeSpan.FromMicroseconds(1));

        Assert.Equal(order with { Claim = 1 }, Assert.Single(await ClaimDueAsync(onHold: "shop")));
    }

    [Fact]
    public async Task What_may_have_been_done_is_followed_up_and_so_waits_for_its_account_past_its_deadline()
    {
        var order = Order("A") with { Deadline = Clock.Now };
        await ClaimAsync(order);
        await SettleAsync(Defer(order, 0, inDoubt: true));
        Pass(1);

        Assert.Empty(await ClaimDueAsync(onHold: "shop"));
        Assert.True(Assert.Single(await ClaimDueAsync()).InDoubt);
    }

    [Fact]
    public async Task What_is_on_hold_and_what_is_not_come_in_one_order_longest_due_first()
    {
        OrderEntry expired =
            Order("B") with { Deadline = Clock.Now }, old = Order("D") with { ReceivedAt = Clock.Now - GiveUpAfter };
        OrderEntry[] orders = [Order("A", account: "other"), expired, Order("C", account: "other"), old];
        foreach (var order in orders)
        {
            await ClaimAsync(order);
            await SettleAsync(Defer(order, 0));
            Pass(1);
        }

        Assert.Equal(Ids(orders[..3]), Ids(await ClaimDueAsync(limit: 3, onHold: "shop")));
        Assert.Equal(Ids(orders[3..]), Ids(await ClaimDueAsync(limit: 3, onHold: "shop")));
    }

    [Fact]
    public async Task Events_of_an_order_keep_their_order_through_a_hold()
    {
        OrderEntry first = Order("A", 1), second = Order("A", 2) with { Deadline = Clock.Now }, third = Order("A", 3);
        await HoldAsync(third, second);
        await HoldAsync(first);
        Pass(1);
        // The second has expired, but the first still comes before it.
        Assert.Empty(await ClaimDueAsync(onHold: "shop"));
        Assert.Empty((await ClaimAsync(Order("A", 4))).Claimed);

        foreach (var order in new[] { first, second, third })
        {
            Assert.Equal(order.EventId, Assert.Single(await ClaimDueAsync()).EventId);
            await SettleAsync(Success(order));
        }
    }

    [Fact]
    public async Task A_dead_workers_claims_wait_while_their_account_is_on_hold()
    {
        var order = Order("A");
        await ClaimAsync(order);
        await CrashAsync();

        Assert.Empty(await ClaimDueAsync(onHold: "shop"));
        Assert.True(Assert.Single(await ClaimDueAsync()).InDoubt);
    }

    private Task<ClaimResult> HoldAsync(params OrderEntry[] orders) =>
        Ledger.ClaimAsync(orders, Terms(onHold: "shop"), Token);
}
