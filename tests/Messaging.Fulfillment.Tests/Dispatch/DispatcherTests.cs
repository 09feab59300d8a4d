using Messaging.Contracts;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Tests.Dispatch;

public class DispatcherTests
{
    [Fact]
    public async Task Two_accounts_never_share_a_call()
    {
        await using var vendor =
            new DispatcherHarness(new ScriptedAdapter(), new() { OrdersPerCall = 10, Accounts = ["a", "b"] });

        vendor.Dispatch(Orders.Entry("1", "a"), Orders.Entry("2", "b"), Orders.Entry("3", "a"));

        await vendor.RunUntilAsync(() => vendor.Bus.Published.Count == 3, "all are answered");
        Assert.Equal(
            ["a: 1,3", "b: 2"],
            vendor.Adapter.Calls
                .Select(call => $"{call.Account}: {string.Join(',', call.Orders.Select(order => order.Event.OrderNo))}")
                .Order());
    }

    [Fact]
    public async Task Orders_that_cannot_be_sent_are_answered_without_a_call()
    {
        await using var vendor = new DispatcherHarness(new ScriptedAdapter());

        vendor.Dispatch(Orders.Entry("1") with { Superseded = true }, Orders.Entry("2", account: "nobody"));

        await vendor.RunUntilAsync(() => vendor.Bus.Published.Count == 2, "both are answered");
        Assert.Equal(
            [FailureReason.Superseded, FailureReason.UnknownAccount],
            vendor.Bus.Published.Cast<FulfillmentFailed>().Select(failed => failed.Reason));
        Assert.Empty(vendor.Adapter.Calls);
    }

    [Fact]
    public async Task Intake_waits_while_there_is_no_room()
    {
        await using var vendor = new DispatcherHarness(
            new ScriptedAdapter(),
            new() { OrdersPerCall = 10, MaxOrdersInFlight = 2, BatchTimeLimit = TimeSpan.FromSeconds(5) });
        vendor.Dispatch(Orders.Entry("1"), Orders.Entry("2"));

        var room = vendor.Dispatcher.WaitForRoomAsync();

        Assert.False(room.IsCompleted);
        // The second may be done a moment after the first, which has made room.
        await vendor.RunUntilAsync(() => room.IsCompleted && vendor.Dispatcher.Room == 2, "there is room");
    }

    [Fact]
    public async Task A_drain_waits_for_the_call_in_flight_and_its_result()
    {
        var answer = new TaskCompletionSource();
        var adapter = new ScriptedAdapter
        {
            Answer = async (call, _) =>
            {
                await answer.Task;
                return ScriptedAdapter.AllSucceeded(call);
            },
        };
        await using var vendor = new DispatcherHarness(adapter);
        vendor.Dispatch(Orders.Entry("1"));
        await vendor.RunUntilAsync(() => !adapter.Calls.IsEmpty, "a call is in flight");

        var drained = vendor.Dispatcher.DrainAsync(CancellationToken.None);

        Assert.True(vendor.Dispatcher.Stopping.IsCancellationRequested);
        Assert.False(drained.IsCompleted);
        answer.SetResult();
        await drained.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Single(vendor.Bus.Published);
        Assert.Single(vendor.Ledger.Published);
    }

    [Fact]
    public async Task A_drain_gives_orders_that_wait_back_where_no_send_intent_tells_what_was_sent()
    {
        await using var vendor = new DispatcherHarness(new ScriptedAdapter());
        vendor.Dispatch(Orders.Entry("1"), Orders.Entry("2"));

        await vendor.Dispatcher.DrainAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Empty(vendor.Adapter.Calls);
        Assert.All(
            vendor.Ledger.AllSettled,
            settlement => Assert.False(Assert.IsType<Settlement.Deferred>(settlement).InDoubt));
        Assert.Equal(2, vendor.Ledger.AllSettled.Count());
    }

    [Fact]
    public async Task A_drain_leaves_orders_that_wait_to_the_ledger_where_send_intents_tell_what_was_sent()
    {
        await using var vendor =
            new DispatcherHarness(new ScriptedAdapter { Repeats = RepeatBehaviour.AnsweredAsAlreadyDone });
        vendor.Dispatch(Orders.Entry("1"), Orders.Entry("2"));

        await vendor.Dispatcher.DrainAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Empty(vendor.Adapter.Calls);
        Assert.Empty(vendor.Ledger.AllSettled);
    }
}
