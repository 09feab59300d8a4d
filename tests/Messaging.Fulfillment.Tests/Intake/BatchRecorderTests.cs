using MassTransit;
using Messaging.Contracts;
using Messaging.Fulfillment.Intake;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Tests.Dispatch;

namespace Messaging.Fulfillment.Tests.Intake;

public sealed class BatchRecorderTests : IAsyncDisposable
{
    private readonly DispatcherHarness _vendor = new(new ScriptedAdapter());

    [Fact]
    public async Task An_order_that_the_ledger_refuses_is_put_aside_alone()
    {
        var orders = Incoming(100);
        _vendor.Ledger.BeforeRecord = part => Throw(part.Contains(orders[37].Entry));

        await RecordAsync(orders);

        Assert.Equal(99, _vendor.Ledger.Recorded.Sum(part => part.Count));
        Assert.Equal(orders[37], Assert.Single(orders, order => order.Problem is not null));
        Assert.Equal("the ledger refuses it (FormatException)", orders[37].Problem);
    }

    [Fact]
    public async Task Where_the_ledger_refuses_all_it_is_nobodys_fault_and_the_batch_fails()
    {
        var orders = Incoming(8);
        _vendor.Ledger.BeforeRecord = _ => Throw(true);

        await Assert.ThrowsAsync<IntakeStoppedException>(() => RecordAsync(orders));

        Assert.All(orders, order => Assert.Null(order.Problem));
    }

    [Fact]
    public async Task A_stop_is_no_refusal()
    {
        var orders = Incoming(8);
        _vendor.Ledger.BeforeRecord = _ => throw new OperationCanceledException();

        await Assert.ThrowsAsync<OperationCanceledException>(() => RecordAsync(orders));

        Assert.All(orders, order => Assert.Null(order.Problem));
    }

    [Fact]
    public async Task What_can_never_be_sent_is_answered_at_once_and_the_rest_claimed()
    {
        var orders = Incoming(10);
        orders[3] = Incoming(Orders.Entry("A-3", account: "nobody's"));
        orders[4] = Incoming(Orders.Entry("A-4") with { Deadline = Orders.Noon.AddSeconds(-1) });

        await RecordAsync(orders);

        Assert.Equal([2, 8], _vendor.Ledger.Recorded.Select(part => part.Count));
        await _vendor.RunUntilAsync(() => _vendor.Ledger.Published.Sum(ids => ids.Count) == 10, "all are answered");
        Assert.Equal(8, _vendor.Adapter.Calls.Sum(call => call.Orders.Count));
    }

    [Fact]
    public async Task Rules_that_fail_on_an_order_refuse_it_and_its_batch_goes_on()
    {
        var adapter = new ScriptedAdapter
        {
            Rules = order => string.Equals(order.OrderNo, "A-1", StringComparison.Ordinal)
                ? throw new InvalidOperationException("no")
                : [],
        };
        await using var vendor = new DispatcherHarness(adapter);

        await Recorder(vendor).RecordAsync(Incoming(10), TimeSpan.Zero);

        Assert.Equal([1, 9], vendor.Ledger.Recorded.Select(part => part.Count));
    }

    [Fact]
    public async Task An_id_that_stands_for_something_else_is_put_aside_with_the_reason()
    {
        var orders = Incoming(3);
        _vendor.Ledger.Conflicting.Add(orders[1].Entry);

        await RecordAsync(orders);

        Assert.Equal([false, true, false], orders.Select(order => order.Problem is not null));
        Assert.Contains("eventId was used before", orders[1].Problem);
    }

    [Fact]
    public async Task Claims_are_split_by_the_size_of_what_is_stored()
    {
        var orders = Enumerable.Range(0, 40)
            .Select(i => Incoming(Orders.Entry($"A-{i}") with { Payload = new string('x', 1024 * 1024) })).ToList();

        await RecordAsync(orders);

        Assert.All(_vendor.Ledger.Recorded, part => Assert.Equal(4, part.Count));
        Assert.Equal(40, _vendor.Ledger.Recorded.Sum(part => part.Count));
    }

    [Fact]
    public async Task One_that_is_larger_than_a_part_is_recorded_by_itself()
    {
        await RecordAsync(
            [Incoming(Orders.Entry("A-1") with { Payload = new string('x', 9_000_000) }), .. Incoming(2)]);

        Assert.Equal([1, 2], _vendor.Ledger.Recorded.Select(part => part.Count));
    }

    public ValueTask DisposeAsync() => _vendor.DisposeAsync();

    private static void Throw(bool isRefused)
    {
        if (isRefused)
            throw new FormatException("no");
    }

    private Task RecordAsync(List<IncomingOrder<OrderMarkedDelivering>> orders) =>
        Recorder(_vendor).RecordAsync(orders, TimeSpan.Zero);

    private static BatchRecorder<OrderMarkedDelivering> Recorder(DispatcherHarness vendor) => new(
        vendor.Dispatcher, vendor.Adapter, vendor.Settings, vendor.Ledger.Ledger, vendor.Metrics, vendor.Time);

    private static List<IncomingOrder<OrderMarkedDelivering>> Incoming(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Incoming(Orders.Entry($"A-{i}")))];

    private static IncomingOrder<OrderMarkedDelivering> Incoming(OrderEntry entry)
    {
        var order = Orders.Event(entry) with { Deadline = entry.Deadline };
        return new(
            Fake.Create<ConsumeContext<OrderMarkedDelivering>>(
                (method, _) => method switch
                {
                    "get_Message" => order,
                    "get_ReceiveContext" => Fake.Create<ReceiveContext>((_, _) => null),
                    _ => null,
                }),
            entry);
    }
}
