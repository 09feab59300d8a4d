using Messaging.Fulfillment.Ledger;
using Xunit;

namespace Messaging.Testing.Ledger;

public abstract partial class LedgerContract
{
    private static readonly AuditNote GivingUp = new("night-shift", "orders.give-up", "A", "the customer withdrew");

    [Fact]
    public async Task What_waits_is_listed_with_why_and_what_a_worker_has_is_not()
    {
        OrderEntry due = Order("A"), later = Order("B"), behind = Order("B", 2), inWork = Order("C");
        await ClaimAsync(later, inWork);
        await SettleAsync(Defer(later, 5, inDoubt: true));
        await ClaimAsync(behind);
        Assert.Empty(await ClaimDueAsync());
        await HoldAsync(due with { Deadline = Clock.Now.AddHours(1) });

        var waiting = await WaitingAsync(new());

        Assert.Equal(
            [("A", WaitReason.Due, false), ("B", WaitReason.Later, true), ("B", WaitReason.Behind, false)],
            waiting.Select(order => (order.OrderNo, order.Reason, order.InDoubt)).Order());
        Assert.Equal(
            new WaitingOrder(
                later.EventId,
                Vendor,
                "shop",
                "B",
                WaitReason.Later,
                InDoubt: true,
                Attempts: 1,
                "busy",
                Clock.Now,
                Clock.Now.AddMinutes(5),
                Deadline: null),
            Assert.Single(waiting, order => order.EventId == later.EventId));
        Assert.Equal(Clock.Now.AddHours(1), Assert.Single(waiting, order => order.OrderNo is "A").Deadline);
    }

    [Theory]
    [InlineData(null, null, null, null, null, "ABCDE")]
    [InlineData("fengchao", null, null, null, null, "ABCD")]
    [InlineData(null, "shop", null, null, null, "ABE")]
    [InlineData("fengchao", "other", null, null, null, "CD")]
    [InlineData(null, null, WaitReason.Due, null, null, "ACDE")]
    [InlineData(null, null, WaitReason.Later, null, null, "B")]
    [InlineData(null, null, null, "busy", null, "B")]
    [InlineData(null, null, null, "", null, "ACDE")]
    [InlineData(null, null, null, null, true, "B")]
    [InlineData(null, null, null, null, false, "ACDE")]
    [InlineData("polyv", null, null, null, null, "")]
    [InlineData("' or 1=1 --", null, null, null, null, "")]
    public async Task What_waits_is_found_and_counted_by_vendor_account_reason_code_and_doubt(
        string? vendor, string? account, WaitReason? reason, string? code, bool? inDoubt, string found)
    {
        await WaitAsync();
        var filter = new WaitingFilter
        {
            Vendor = vendor,
            Account = account,
            Reason = reason,
            Code = code,
            InDoubt = inDoubt,
        };

        Assert.Equal(found, string.Concat((await WaitingAsync(filter)).Select(order => order.OrderNo)));
        var groups = await Ledger.GroupWaitingAsync(filter, Token);
        Assert.Equal(found.Length, groups.Sum(group => group.Count));
        Assert.Equal(found.Contains('B', StringComparison.Ordinal) ? 1 : 0, groups.Sum(group => group.InDoubt));
    }

    [Fact]
    public async Task What_waits_comes_in_pages_over_all_accounts_the_longest_waiting_first()
    {
        await WaitAsync();

        var pages = new List<string>();
        (DateTimeOffset, Guid)? after = null;
        while (await Ledger.ListWaitingAsync(new(), after, limit: 2, Token) is { Count: > 0 } page)
        {
            pages.Add(string.Concat(page.Select(order => order.OrderNo)));
            after = (page[^1].ReceivedAt, page[^1].EventId);
        }

        Assert.Equal(["AB", "CD", "E"], pages);
        Assert.Equal(
            "AB",
            string.Concat((await WaitingAsync(new() { ReceivedBefore = Clock.Now.AddMinutes(-3) }))
                .Select(order => order.OrderNo)));
    }

    [Fact]
    public async Task What_waits_is_counted_by_account_and_reason_with_the_oldest()
    {
        await WaitAsync();

        Assert.Equal(
            [
                new("em", "shop", WaitReason.Due, 1, 0, Clock.Now.AddMinutes(-1)),
                new(Vendor, "other", WaitReason.Due, 2, 0, Clock.Now.AddMinutes(-3)),
                new(Vendor, "shop", WaitReason.Due, 1, 0, Clock.Now.AddMinutes(-5)),
                new(Vendor, "shop", WaitReason.Later, 1, 1, Clock.Now.AddMinutes(-4)),
            ],
            await Ledger.GroupWaitingAsync(new(), Token));
    }

    [Fact]
    public async Task What_waits_is_answered_by_hand_once_and_its_result_is_left_to_whoever_publishes()
    {
        var order = Order("A");
        await HoldAsync(order);

        Assert.Equal([order.EventId], (await AnswerAsync(order)).Answered);
        var again = await AnswerAsync(order);
        Assert.Equal((0, 0, order.EventId), (again.Answered.Count, again.InWork.Count, Assert.Single(again.NotThere)));

        Assert.Empty(await ClaimDueAsync());
        var result = Assert.Single(await TakeAsync());
        Assert.Equal((order.EventId, false), (result.EventId, result.Succeeded));
        Assert.Empty(await TakeAsync());
        Assert.Equal("givenUpByOperator", Assert.Single(await ListAsync(new())).Reason);
        Assert.Equal(
            ("night-shift", "orders.give-up", 1),
            (await AuditAsync(new())).Select(a => (a.Who, a.Action, a.Count ?? 0)).Single());
        Assert.Equal(0, (await TotalsAsync()).Drift);
        Assert.Equal((1, 0), ((await TotalsAsync()).Failed, (await TotalsAsync()).Waiting));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_worker_has_is_not_answered_by_hand_and_what_it_settles_counts(bool hasWaited)
    {
        var order = Order("A");
        if (hasWaited)
        {
            await HoldAsync(order);
            await ClaimDueAsync(recordsSendIntent: true);
        }
        else
        {
            await ClaimAsync(order);
        }

        Assert.Equal([order.EventId], (await AnswerAsync(order)).InWork);
        Assert.Empty(await AuditAsync(new()));
        Assert.Empty(await SettleAsync(Success(order)));
        Assert.Equal((1, 0), ((await TotalsAsync()).Succeeded, (await TotalsAsync()).Failed));
    }

    [Fact]
    public async Task A_claim_from_before_a_hand_answered_settles_nothing()
    {
        var order = Order("A");
        await ClaimAsync(order);
        var late = Success(order);
        await CrashAsync();
        await ClaimDueAsync();
        await SettleAsync(Defer(order, 5));

        await AnswerAsync(order);

        Assert.Equal(late.Key, Assert.Single(await SettleAsync(late)));
        Assert.False(Assert.Single(await TakeAsync()).Succeeded);
    }

    [Fact]
    public async Task What_waited_behind_an_order_that_is_answered_by_hand_goes_on()
    {
        OrderEntry first = Order("A", 1), second = Order("A", 2);
        await ClaimAsync(first);
        await SettleAsync(Defer(first, 60, inDoubt: true));
        await ClaimAsync(second);
        Assert.Empty(await ClaimDueAsync());

        await AnswerAsync(first);

        var claimed = Assert.Single(await ClaimDueAsync());
        Assert.Equal((second.EventId, false), (claimed.EventId, claimed.Superseded));
    }

    [Fact]
    public async Task What_may_have_been_done_and_is_answered_by_hand_supersedes_what_is_older()
    {
        OrderEntry newer = Order("A", 2), older = Order("A", 1);
        await ClaimAsync(newer);
        await SettleAsync(Defer(newer, 60, inDoubt: true));
        await ClaimAsync(older);

        await AnswerAsync(newer);

        Assert.True(Assert.Single(await ClaimDueAsync()).Superseded);
    }

    private Task<AnsweredOrders> AnswerAsync(params OrderEntry[] orders) => Ledger.AnswerWaitingAsync(
        [.. orders.Select(order => order.EventId)],
        entry => Final(entry, succeeded: false).Result with
        {
            Reason = "givenUpByOperator",
            MayBeApplied = entry.InDoubt,
        },
        GivingUp,
        Token);

    /// <summary>A, B, … are received a minute after one another.</summary>
    private async Task WaitAsync()
    {
        OrderEntry[] orders =
        [
            Order("A"),
            Order("B"),
            Order("C", account: "other"),
            Order("D", account: "other"),
            Order("E", vendor: "em"),
        ];
        foreach (var order in orders)
        {
            var received = order with { ReceivedAt = Clock.Now };
            await ClaimAsync(received);
            await SettleAsync(order.OrderNo is "B"
                ? Defer(received, 60, inDoubt: true)
                : Defer(received, 0) with { Code = null });
            Pass(1);
        }
    }

    private Task<IReadOnlyList<WaitingOrder>> WaitingAsync(WaitingFilter filter) =>
        Ledger.ListWaitingAsync(filter, after: null, limit: 100, Token);
}
