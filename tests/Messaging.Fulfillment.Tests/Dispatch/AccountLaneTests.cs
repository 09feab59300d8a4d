using System.Threading.Channels;
using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch;
using Messaging.Fulfillment.Dispatch.Governing;
using Messaging.Fulfillment.Retries;
using Messaging.Testing;

namespace Messaging.Fulfillment.Tests.Dispatch;

public sealed class AccountLaneTests : IDisposable
{
    private readonly ManualTimeProvider _time = new(Orders.Noon);
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<string[]> _calls = Channel.CreateUnbounded<string[]>();
    private readonly TestLimits _limits = new() { OrdersPerCall = 3, CallsPerSecond = 1000, Burst = 1000, MaxCallsInFlight = 100 };
    private readonly CallGovernor _governor;
    private bool _moreIsComing;
    private int _enough = int.MaxValue;
    private int _roomSignals;

    public AccountLaneTests() => _governor = new(() => _limits, _time, () => 1, _ => { });

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

    [Fact]
    public async Task While_more_is_streaming_in_an_order_waits_longer_for_a_full_call()
    {
        _moreIsComing = true;
        _limits.BatchTimeLimit = TimeSpan.FromSeconds(1);
        _limits.BacklogTimeLimit = TimeSpan.FromSeconds(5);
        var lane = Start();
        lane.Enqueue([Orders.InFlight("A", Orders.Noon.AddSeconds(1))]);
        await AdvanceAsync(4.5);
        Assert.False(_calls.Reader.TryPeek(out _));

        lane.Enqueue(Waiting("B", "C"));

        Assert.Equal(["A", "B", "C"], await NextCallAsync());
    }

    [Fact]
    public async Task It_does_not_wait_for_ever_for_what_is_streaming_in()
    {
        _moreIsComing = true;
        _limits.BatchTimeLimit = TimeSpan.FromSeconds(1);
        _limits.BacklogTimeLimit = TimeSpan.FromSeconds(5);
        Start().Enqueue([Orders.InFlight("A", Orders.Noon.AddSeconds(1))]);

        await AdvanceAsync(5);

        Assert.Equal(["A"], await NextCallAsync());
    }

    [Fact]
    public async Task When_the_stream_ends_what_has_waited_long_enough_leaves()
    {
        _moreIsComing = true;
        _limits.BatchTimeLimit = TimeSpan.FromSeconds(1);
        var lane = Start();
        lane.Enqueue([Orders.InFlight("A", Orders.Noon.AddSeconds(1))]);
        await AdvanceAsync(2);

        _moreIsComing = false;
        lane.LookAgain();

        Assert.Equal(["A"], await NextCallAsync());
    }

    [Fact]
    public async Task A_probe_carries_one_order()
    {
        _governor.Answered(new(CallFaultKind.Account, "x", "no"), _time.GetUtcNow(), 1);
        Start().Enqueue(Waiting("A", "B", "C"));
        await TimersAsync(1);

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["A"], await NextCallAsync());
    }

    [Fact]
    public void What_is_given_back_is_all_but_the_oldest()
    {
        var lane = Lane();
        lane.Enqueue(Waiting("A", "B", "C"));

        Assert.Equal(["B", "C"], lane.GiveBack().Select(order => order.Entry.OrderNo));
        Assert.Equal(1, lane.Count);
        Assert.Empty(lane.GiveBack());
    }

    [Fact]
    public async Task It_has_enough_until_half_of_them_have_gone()
    {
        _enough = 12;
        var lane = Lane();
        lane.Enqueue(Enumerable.Range(0, 11).Select(i => Orders.InFlight($"{i}", Orders.Noon.AddHours(1))).ToList());
        Assert.False(lane.HasEnough);
        lane.Enqueue(Waiting("one more"));
        Assert.True(lane.HasEnough);

        _limits.CallsPerSecond = 1;
        _limits.Burst = 1;
        _ = lane.RunAsync(_stop.Token);
        await NextCallAsync();
        Assert.Equal((true, 0), (lane.HasEnough, _roomSignals));
        await TimersAsync(1);
        _time.Advance(TimeSpan.FromSeconds(1));
        await NextCallAsync();
        await TimersAsync(1);
        _time.Advance(TimeSpan.FromSeconds(1));
        await NextCallAsync();

        Assert.Equal((false, 1), (lane.HasEnough, _roomSignals));
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private AccountLane<OrderMarkedDelivering> Start()
    {
        var lane = Lane();
        _ = lane.RunAsync(_stop.Token);
        return lane;
    }

    private AccountLane<OrderMarkedDelivering> Lane() => new(
            () => _limits,
            _governor,
            moreIsComing: () => _moreIsComing,
            enough: () => _enough,
            hasRoomAgain: () => _roomSignals++,
            _time,
            orders =>
            {
                _calls.Writer.TryWrite([.. orders.Select(order => order.Entry.OrderNo)]);
                return Task.CompletedTask;
            });

    /// <summary>Half a second at a time, each once the lane has set its timer.</summary>
    private async Task AdvanceAsync(double seconds)
    {
        for (var left = seconds; left > 0; left -= 0.5)
        {
            await TimersAsync(1);
            _time.Advance(TimeSpan.FromSeconds(0.5));
        }
    }

    private static List<InFlightOrder<OrderMarkedDelivering>> Waiting(params string[] orderNos) =>
        [.. orderNos.Select(no => Orders.InFlight(no, Orders.Noon.AddHours(1)))];

    private Task TimersAsync(int count) => Eventually.TrueAsync(() => _time.ActiveTimers == count, $"{count} timers are set");

    private async Task<string[]> NextCallAsync() => await _calls.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));
}
