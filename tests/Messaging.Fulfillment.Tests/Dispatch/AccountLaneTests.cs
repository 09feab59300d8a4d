using System.Threading.Channels;
using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch;
using Messaging.Testing;

namespace Messaging.Fulfillment.Tests.Dispatch;

public sealed class AccountLaneTests : IDisposable
{
    private readonly ManualTimeProvider _time = new(Orders.Noon);
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<string[]> _calls = Channel.CreateUnbounded<string[]>();
    private readonly TestLimits _limits = new() { OrdersPerCall = 3, CallsPerSecond = 1000, Burst = 1000, MaxCallsInFlight = 100 };

    [Fact]
    public async Task A_full_call_leaves_at_once()
    {
        Start().Enqueue(Waiting("A", "B", "C"));

        Assert.Equal(["A", "B", "C"], await NextCallAsync());
    }

    [Fact]
    public async Task A_call_that_is_not_full_leaves_when_its_oldest_order_has_waited_long_enough()
    {
        var lane = Start();
        lane.Enqueue([Orders.InFlight("A", Orders.Noon.AddSeconds(1))]);
        lane.Enqueue([Orders.InFlight("B", Orders.Noon.AddSeconds(2))]);
        await TimersAsync(1);

        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(_calls.Reader.TryPeek(out _));
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(["A", "B"], await NextCallAsync());
    }

    [Fact]
    public async Task Orders_that_come_while_the_governor_holds_a_call_back_still_join_it()
    {
        _limits.CallsPerSecond = 1;
        _limits.Burst = 1;
        var lane = Start();
        lane.Enqueue(Waiting("A", "B", "C"));
        await NextCallAsync();
        lane.Enqueue([Orders.InFlight("D")]);
        await TimersAsync(1);

        lane.Enqueue(Waiting("E", "F", "G"));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["D", "E", "F"], await NextCallAsync());
    }

    [Fact]
    public async Task An_order_that_has_to_go_alone_shares_its_call_with_nobody()
    {
        Start().Enqueue(
        [
            Orders.InFlight("A"), Orders.InFlight("B", alone: true), Orders.InFlight("C"), Orders.InFlight("D"), Orders.InFlight("E"),
        ]);

        Assert.Equal([["A"], ["B"], ["C", "D", "E"]], [await NextCallAsync(), await NextCallAsync(), await NextCallAsync()]);
    }

    [Fact]
    public async Task A_long_queue_makes_full_calls_only()
    {
        Start().Enqueue(Enumerable.Range(0, 3000).Select(i => Orders.InFlight($"{i}")).ToList());

        for (var i = 0; i < 1000; i++)
            Assert.Equal(3, (await NextCallAsync()).Length);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private AccountLane<OrderMarkedDelivering> Start()
    {
        var lane = new AccountLane<OrderMarkedDelivering>(
            () => _limits,
            new CallGovernor(() => _limits, _time),
            _time,
            orders =>
            {
                _calls.Writer.TryWrite([.. orders.Select(order => order.Entry.OrderNo)]);
                return Task.CompletedTask;
            });
        _ = lane.RunAsync(_stop.Token);
        return lane;
    }

    private static List<InFlightOrder<OrderMarkedDelivering>> Waiting(params string[] orderNos) =>
        [.. orderNos.Select(no => Orders.InFlight(no, Orders.Noon.AddHours(1)))];

    private Task TimersAsync(int count) => Eventually.TrueAsync(() => _time.ActiveTimers == count, $"{count} timers are set");

    private async Task<string[]> NextCallAsync() => await _calls.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));
}
