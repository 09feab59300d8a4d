using Messaging.Fulfillment.Ledger;
using Xunit;

namespace Messaging.Testing.Ledger;

public abstract partial class LedgerContract
{
    [Fact]
    public async Task An_order_that_succeeds_at_once_has_its_call_and_nothing_else()
    {
        OrderEntry first = Order("A"), second = Order("B");
        await ClaimAsync(first, second);
        var call = Call(orders: 2) with { RequestId = "r-1" };

        // What one call carried may be settled apart.
        await SettleAsync(Success(first) with { Calls = [call] });
        await SettleAsync(Success(second) with { Calls = [call] });

        var owner = (await StatusAsync("A")).Owner!;
        foreach (var orderNo in new[] { "A", "B" })
        {
            var status = await StatusAsync(orderNo);
            Assert.Equal(call with { Worker = owner }, status.Call);
            Assert.Empty(status.Steps);
        }
    }

    [Fact]
    public async Task An_order_that_was_deferred_twice_has_each_call_and_each_wait()
    {
        var order = Order("A");
        await ClaimAsync(order);
        var worker = (await StatusAsync("A")).Owner!;
        var expected = new List<OrderStep>();
        for (var minutes = 1; minutes <= 2; minutes++)
        {
            var call = Call() with { Outcome = "unavailable", Code = "503" };
            await SettleAsync(Defer(order, minutes, inDoubt: minutes == 2) with { Calls = [call] });
            expected.Add(new()
            {
                Number = minutes,
                At = Clock.Now,
                Call = call with { Worker = worker },
                InDoubt = minutes == 2,
                Code = "busy",
                Message = "The vendor is busy.",
                DueAt = Clock.Now.AddMinutes(minutes),
            });
            Pass(minutes);
            Assert.Single(await ClaimDueAsync());
        }

        var last = Call();
        await SettleAsync(Success(order) with { Calls = [last] });

        var status = await StatusAsync("A");
        Assert.Equal(expected, status.Steps);
        Assert.Equal(last with { Worker = worker }, status.Call);
    }

    [Fact]
    public async Task An_order_that_was_found_by_halving_has_the_calls_that_it_was_in_and_no_others()
    {
        OrderEntry good = Order("A"), bad = Order("B");
        await ClaimAsync(good, bad);
        SentCall both = Call(orders: 2) with { Outcome = "refused", Code = "60110" }, one = Call(), other = Call();

        await SettleAsync(
            Success(good) with { Calls = [both, one] },
            Failure(bad) with { Calls = [both, other with { Outcome = "refused", Code = "60110" }] });

        var (status, rejected) = (await StatusAsync("A"), await StatusAsync("B"));
        Assert.Equal((one.Id, other.Id), (status.Call!.Id, rejected.Call!.Id));
        foreach (var step in new[] { Assert.Single(status.Steps), Assert.Single(rejected.Steps) })
        {
            Assert.Equal((both with { Worker = status.Owner! }, null), (step.Call, step.DueAt));
            Assert.Null(step.LostWorker);
        }
    }

    [Fact]
    public async Task An_order_that_was_given_back_says_why_and_names_no_call()
    {
        var order = Order("A");
        await ClaimAsync(order);
        await SettleAsync(Defer(order, 0) with { Attempts = 0, Code = null, Message = "Its account is suspended." });

        var step = Assert.Single((await StatusAsync("A")).Steps);
        Assert.Equal(
            (null, null, "Its account is suspended.", Clock.Now), (step.Call, step.Code, step.Message, step.DueAt));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_order_that_was_taken_over_says_that_its_worker_is_gone_and_whether_a_call_may_have_left(
        bool hasLeft)
    {
        var order = Order("A");
        await Ledger.ClaimAsync([order], Terms(recordsSendIntent: true), Token);
        if (hasLeft)
            await Ledger.RecordSendIntentAsync([KeyOf(order)], Token);
        await CrashAsync();
        await ClaimDueAsync(recordsSendIntent: true);
        var second = (await StatusAsync("A")).Owner;
        await CrashAsync();
        Assert.Single(await ClaimDueAsync(recordsSendIntent: true));

        var status = await StatusAsync("A");
        Assert.Equal(
            [(1, null, hasLeft), (2, null, hasLeft)],
            status.Steps.Select(step => (step.Number, step.Call, step.InDoubt)));
        Assert.NotNull(status.Steps[0].LostWorker);
        Assert.Equal(second, status.Steps[1].LostWorker);

        await SettleAsync(Success(order) with { Calls = [Call()] });
        Assert.Equal(2, (await StatusAsync("A")).Steps.Count);
    }

    [Fact]
    public async Task The_first_and_the_last_steps_are_kept_and_the_numbers_show_the_gap()
    {
        OrderEntry order = Order("A"), other = Order("B");
        await ClaimAsync(order, other);
        await SettleAsync(Defer(other, 60));
        for (var i = 1; i <= 30; i++)
        {
            // Two at a time: a call that was repeated at once, and the deferral.
            await SettleAsync(Defer(order, 0) with { Calls = [Call(), Call()], Message = new string('x', 1000) });
            Assert.Single(await ClaimDueAsync());
        }

        var steps = (await StatusAsync("A")).Steps;
        Assert.Equal([1, 2, 3, .. Enumerable.Range(41, 20)], steps.Select(step => step.Number));
        Assert.All(steps, step => Assert.NotNull(step.Call));
        Assert.Equal(200, steps[^1].Message!.Length);
        Assert.Single((await StatusAsync("B")).Steps);
    }

    [Fact]
    public async Task A_settlement_that_came_too_late_adds_nothing()
    {
        var order = Order("A");
        await ClaimAsync(order);
        var call = Call();
        await SettleAsync(Success(order) with { Calls = [call] });

        await SettleAsync(Defer(order, 0) with { Calls = [Call()] });
        await SettleAsync(Failure(order) with { Calls = [Call(), Call()] });

        var status = await StatusAsync("A");
        Assert.Equal(call.Id, status.Call!.Id);
        Assert.Empty(status.Steps);
    }

    [Fact]
    public async Task Words_go_with_the_content_and_steps_with_the_entry()
    {
        var order = Order("A");
        await ClaimAsync(order);
        await SettleAsync(Defer(order, 0) with { Calls = [Call()] });
        await ClaimDueAsync();
        await SettleAsync(Success(order) with { Calls = [Call()] });
        await Ledger.MarkPublishedAsync([order.EventId], Token);
        Pass(1);

        await Ledger.PurgeAsync(Clock.Now, Clock.Now.AddDays(-1), 10, Token);
        var step = Assert.Single((await StatusAsync("A")).Steps);
        Assert.Equal((null, null), (step.Code, step.Message));
        Assert.NotNull(step.Call);

        await Ledger.PurgeAsync(Clock.Now, Clock.Now, 10, Token);
        await ClaimAsync(order);
        Assert.Empty((await StatusAsync("A")).Steps);
    }

    [Fact]
    public async Task Calls_are_deleted_by_their_age_the_oldest_first_a_bounded_part_at_a_time()
    {
        string[] all = ["A0", "A1", "A2", "A3"];
        foreach (var order in all.Select(orderNo => Order(orderNo)))
        {
            await ClaimAsync(order);
            await SettleAsync(Success(order) with { Calls = [Call()] });
            Pass(1);
        }

        Assert.Equal(2, await Ledger.PurgeCallsAsync(Clock.Now.AddMinutes(-1), 2, Token));
        Assert.Equal("A2 A3", await KeptAsync());
        Assert.Equal(1, await Ledger.PurgeCallsAsync(Clock.Now.AddMinutes(-1), 2, Token));
        Assert.Equal("A3", await KeptAsync());
        Assert.Equal(0, await Ledger.PurgeCallsAsync(Clock.Now.AddMinutes(-1), 2, Token));

        async Task<string> KeptAsync()
        {
            var found = await Task.WhenAll(all.Select(StatusAsync));
            return string.Join(' ', all.Where((_, i) => found[i].Call is not null));
        }
    }

    private SentCall Call(int orders = 1) => new()
    {
        Id = Guid.CreateVersion7(Clock.Now),
        Began = Clock.Now,
        Duration = TimeSpan.FromMilliseconds(40),
        Orders = orders,
        Outcome = SentCall.Answered,
    };

    private async Task<OrderStatus> StatusAsync(string orderNo) =>
        Assert.Single(await Ledger.FindAsync(orderNo, Token));
}
