using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch;
using Messaging.Fulfillment.Dispatch.Accounts;
using Messaging.Fulfillment.Vendors;
using Messaging.Testing;

namespace Messaging.Fulfillment.Tests.Dispatch.Accounts;

public sealed class CallBatcherTests : IDisposable
{
    private readonly ManualTimeProvider _time = new(Orders.Noon);
    private readonly CancellationTokenSource _stop = new();
    private readonly TestLimits _limits = new() { OrdersPerCall = 3 };
    private readonly AsyncAutoResetEvent _ordersWanted = new();
    private readonly OrdersInFlight _inFlight;
    private readonly Backlog<OrderMarkedDelivering> _backlog;
    private readonly CallBatcher<OrderMarkedDelivering> _batcher;

    public CallBatcherTests()
    {
        _inFlight = new(() => _limits);
        _backlog = new(new VendorSettings<OrderMarkedDelivering>(() => _limits), _time);
        _batcher = new(() => _limits, _inFlight, _backlog, _ordersWanted, _time, () => 0);
    }

    [Theory]
    [InlineData(0, "B")]
    [InlineData(0.5, "C")]
    [InlineData(0.999, "D")]
    public void A_probe_is_any_order_of_those_that_were_tried_least(double draw, string probe)
    {
        var batcher = new CallBatcher<OrderMarkedDelivering>(
            () => _limits, _inFlight, _backlog, _ordersWanted, _time, () => draw);
        batcher.Add(
        [
            Orders.InFlight(Orders.Entry("A") with { Attempts = 1 }),
            Orders.InFlight("B"),
            Orders.InFlight("C"),
            Orders.InFlight("D"),
        ]);

        Assert.Equal([probe], batcher.TakeProbe().Select(order => order.Entry.OrderNo));
        Assert.Equal(2, batcher.TakeAllButProbe().Count);
        Assert.Single(batcher.TakeProbe());
        Assert.Empty(batcher.TakeProbe());
    }

    [Fact]
    public void A_full_call_is_due_at_once()
    {
        _batcher.Add(Waiting("A", "B", "C"));

        Assert.True(WaitForCall().IsCompleted);
        Assert.Equal(["A", "B", "C"], Take());
    }

    [Fact]
    public async Task A_call_that_is_not_full_is_due_when_its_oldest_order_has_lingered_long_enough()
    {
        _batcher.Add([Orders.InFlight("A", Orders.Noon.AddSeconds(1))]);
        _batcher.Add([Orders.InFlight("B", Orders.Noon.AddSeconds(2))]);
        var due = WaitForCall();
        await TimersAsync(1);

        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(due.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        await due.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(["A", "B"], Take());
    }

    [Fact]
    public async Task A_clock_that_is_set_back_holds_no_call_up()
    {
        var clock = new AdjustableClock(_time);
        var batcher = new CallBatcher<OrderMarkedDelivering>(
            () => _limits, _inFlight, _backlog, _ordersWanted, clock, () => 0);
        batcher.Add([Orders.InFlight("A", Orders.Noon.AddSeconds(1))]);
        var due = batcher.WaitForCallAsync(_stop.Token);
        await TimersAsync(1);

        clock.Offset = TimeSpan.FromHours(-1);
        _time.Advance(TimeSpan.FromSeconds(1));

        await due.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void An_order_that_has_to_be_sent_alone_shares_its_call_with_no_other()
    {
        _batcher.Add([Orders.InFlight("A"), Orders.InFlight("B", alone: true), .. Waiting("C", "D", "E")]);

        Assert.Equal([["A"], ["B"], ["C", "D", "E"]], [Take(), Take(), Take()]);
    }

    [Fact]
    public void A_long_queue_makes_full_calls_only()
    {
        _batcher.Add(Enumerable.Range(0, 3000).Select(i => Orders.InFlight($"{i}")));

        for (var i = 0; i < 1000; i++)
        {
            Assert.True(WaitForCall().IsCompleted);
            Assert.Equal(3, Take().Length);
        }
    }

    [Fact]
    public async Task While_there_is_a_backlog_an_order_lingers_longer_for_a_full_call()
    {
        SeeBacklog();
        _limits.BacklogTimeLimit = TimeSpan.FromSeconds(3.5);
        _batcher.Add([Orders.InFlight("A", Orders.Noon.AddSeconds(1))]);
        var due = WaitForCall();
        await AdvanceAsync(3);
        Assert.False(due.IsCompleted);

        _batcher.Add(Waiting("B", "C"));

        await due.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(["A", "B", "C"], Take());
    }

    [Fact]
    public async Task It_does_not_wait_for_ever_for_a_backlog()
    {
        SeeBacklog();
        _limits.BacklogTimeLimit = TimeSpan.FromSeconds(3);
        _batcher.Add([Orders.InFlight("A", Orders.Noon.AddSeconds(1))]);
        var due = WaitForCall();

        await AdvanceAsync(3);

        await due.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task When_no_more_orders_can_be_claimed_a_call_that_lingers_leaves()
    {
        SeeBacklog();
        _batcher.Add([Orders.InFlight("A", Orders.Noon.AddSeconds(1))]);
        var due = WaitForCall();
        await AdvanceAsync(2);
        Assert.False(due.IsCompleted);

        _inFlight.AddClaimed(_inFlight.Room);
        _batcher.Reconsider();

        await due.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void All_but_the_oldest_can_be_taken_back()
    {
        _batcher.Add(Waiting("A", "B", "C"));

        Assert.Equal(["B", "C"], _batcher.TakeAllButProbe().Select(order => order.Entry.OrderNo));
        Assert.Equal(1, _batcher.Count);
        Assert.Empty(_batcher.TakeAllButProbe());
    }

    [Fact]
    public async Task It_has_enough_until_half_of_them_have_left()
    {
        var twelveAreEnough =
            new TestLimits { Accounts = ["a", "b"], OrdersPerCall = 3, MaxCallsInFlight = 3, MaxOrdersInFlight = 1 };
        var batcher =
            new CallBatcher<OrderMarkedDelivering>(
                () => twelveAreEnough, _inFlight, _backlog, _ordersWanted, _time, () => 0);
        batcher.Add(Enumerable.Range(0, 11).Select(i => Orders.InFlight($"{i}")));
        Assert.False(batcher.HasEnough);
        batcher.Add(Waiting("one more"));
        Assert.True(batcher.HasEnough);
        var wanted = _ordersWanted.WaitAsync(null, _time, _stop.Token);

        batcher.Take(3);
        batcher.Take(3);
        Assert.Equal((true, false), (batcher.HasEnough, wanted.IsCompleted));
        batcher.Take(3);

        Assert.False(batcher.HasEnough);
        await wanted.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_taken_back_makes_room_for_others(bool keepsProbe)
    {
        var limits =
            new TestLimits { Accounts = ["a", "b"], OrdersPerCall = 3, MaxCallsInFlight = 3, MaxOrdersInFlight = 1 };
        var batcher =
            new CallBatcher<OrderMarkedDelivering>(() => limits, _inFlight, _backlog, _ordersWanted, _time, () => 0);
        batcher.Add(Enumerable.Range(0, 12).Select(i => Orders.InFlight($"A-{i}")));
        Assert.True(batcher.HasEnough);

        _ = keepsProbe ? batcher.TakeAllButProbe() : batcher.TakeAll();

        Assert.False(batcher.HasEnough);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private Task WaitForCall() => _batcher.WaitForCallAsync(_stop.Token);

    private string[] Take() => [.. _batcher.Take(_limits.OrdersPerCall).Select(order => order.Entry.OrderNo)];

    /// <summary>As if the broker had delivered up to its prefetch limit.</summary>
    private void SeeBacklog()
    {
        for (var i = 0; i < _limits.BatchSize * _limits.ConcurrentBatches; i++)
            _backlog.Delivered();
        _backlog.Observe();
    }

    /// <summary>Half a second at a time, each once the batcher has set its timer.</summary>
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

    private Task TimersAsync(int count) =>
        Eventually.TrueAsync(() => _time.ActiveTimers == count, $"{count} timers are set");
}
