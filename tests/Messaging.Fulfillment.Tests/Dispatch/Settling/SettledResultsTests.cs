using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch;
using Messaging.Fulfillment.Results;

namespace Messaging.Fulfillment.Tests.Dispatch.Settling;

public class SettledResultsTests
{
    [Fact]
    public async Task Results_are_published_then_marked_then_their_orders_are_finished()
    {
        await using var account = new AccountHarness(new ScriptedAdapter());
        var orders = Publish(account, "A", "B");

        account.Start();

        await account.RunUntilAsync(() => IsIdle(account), "both are finished");
        Assert.Equal(["A", "B"], account.Bus.Published.Select(result => result.OrderNo));
        Assert.Equal(orders.Select(order => order.Entry.EventId), Assert.Single(account.Ledger.Published));
    }

    [Fact]
    public async Task What_was_settled_together_is_published_and_marked_in_small_groups()
    {
        await using var account = new AccountHarness(new ScriptedAdapter());
        var mostUnmarked = 0;
        account.Ledger.BeforeMark = () => mostUnmarked = Math.Max(
            mostUnmarked, account.Bus.Published.Count - account.Ledger.Published.Sum(marked => marked.Count));
        Publish(account, [.. Enumerable.Range(0, 1000).Select(i => $"{i}")]);

        account.Start();

        await account.RunUntilAsync(() => IsIdle(account), "all are finished");
        Assert.Equal(1000, account.Bus.Published.Count);
        Assert.Equal(1000, account.Ledger.Published.Sum(marked => marked.Count));
        Assert.InRange(mostUnmarked, 1, 200);
        int[] groups = [.. account.Ledger.Published.Select(marked => marked.Count)];
        Assert.Equal([5, 10, 20, 40, 80, 100, 100], groups[..7]);
        Assert.Equal(5, groups[^2]);
    }

    [Fact]
    public async Task While_few_wait_a_group_is_marked_before_the_next_is_published()
    {
        await using var account = new AccountHarness(new ScriptedAdapter());
        var mostUnmarked = 0;
        account.Bus.OnPublish = (_, _) =>
        {
            mostUnmarked = Math.Max(
                mostUnmarked, account.Bus.Published.Count - account.Ledger.Published.Sum(marked => marked.Count));
            return Task.CompletedTask;
        };
        Publish(account, [.. Enumerable.Range(0, 20).Select(i => $"{i}")]);

        account.Start();

        await account.RunUntilAsync(() => IsIdle(account), "all are finished");
        Assert.Equal([5, 5, 5, 5], account.Ledger.Published.Select(marked => marked.Count));
        Assert.InRange(mostUnmarked, 1, 5);
    }

    [Fact]
    public async Task Results_that_cannot_be_marked_are_marked_later_and_not_published_again()
    {
        await using var account = new AccountHarness(new ScriptedAdapter());
        var failures = 2;
        account.Ledger.BeforeMark = () =>
        {
            if (failures-- > 0)
                throw new InvalidOperationException("the database is away");
        };
        Publish(account, "A");

        account.Start();

        await account.RunUntilAsync(() => IsIdle(account), "it is finished");
        Assert.Single(account.Bus.Published);
        Assert.Single(account.Ledger.Published);
        Assert.Equal(
            2, account.Log.Lines.Count(line => line.Contains("could not be marked", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task While_the_broker_is_away_nothing_is_marked_and_a_stop_waits()
    {
        await using var account = new AccountHarness(new ScriptedAdapter());
        var isAway = true;
        account.Bus.OnPublish = (_, _) =>
            isAway ? throw new InvalidOperationException("no broker") : Task.CompletedTask;
        Publish(account, "A");
        account.Start();
        await account.TimersAsync(1);

        var drained = account.InFlight.WaitUntilNoneIsUnderWayAsync(CancellationToken.None);

        Assert.Empty(account.Ledger.Published);
        Assert.False(drained.IsCompleted);
        isAway = false;
        await account.RunUntilAsync(() => drained.IsCompleted, "the stop is over");
        Assert.Single(account.Ledger.Published);
    }

    private static List<InFlightOrder<OrderMarkedDelivering>> Publish(AccountHarness account, params string[] orderNos)
    {
        var orders = orderNos.Select(no => Orders.InFlight(no)).ToList();
        account.InFlight.AddClaimed(orders.Count);
        account.InFlight.AddUnderWay(orders.Count);
        account.Results.Publish(orders.ConvertAll(order =>
            ((InFlightEntry)order, ResultEvents.CreateSucceeded(order.Entry, 1, requestId: null, Orders.Noon))));
        return orders;
    }

    private static bool IsIdle(AccountHarness account) => account.InFlight.Room == account.Limits.OrdersInFlight;
}
