using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch.Due;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Maintenance;
using Messaging.Fulfillment.Results;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;
using Messaging.Testing;

namespace Messaging.Fulfillment.Tests.Dispatch.Due;

public class DueOrderPollerTests
{
    [Fact]
    public async Task Due_orders_are_sent_at_the_next_interval()
    {
        await using var vendor = new DispatcherHarness(new ScriptedAdapter());
        vendor.Ledger.Due.Enqueue((_, _) => [Readable("1"), Readable("2")]);
        using var poller = await StartAsync(vendor);

        await vendor.RunUntilAsync(() => vendor.Bus.Published.Count == 2, "both are answered");

        Assert.Equal(["1", "2"], Assert.Single(vendor.Adapter.Calls).Orders.Select(order => order.Event.OrderNo));
    }

    [Fact]
    public async Task A_vendor_whose_calls_are_larger_than_what_is_claimed_at_once_gets_full_calls()
    {
        await using var vendor = new DispatcherHarness(new ScriptedAdapter());
        vendor.Limits.OrdersPerCall = 5000;
        var limit = 0;
        vendor.Ledger.Due.Enqueue((_, most) =>
        {
            limit = most;
            return [];
        });
        using var poller = await StartAsync(vendor);

        await vendor.RunUntilAsync(() => limit > 0, "due orders are claimed");

        Assert.Equal(5000, limit);
    }

    [Fact]
    public async Task Orders_that_are_wanted_are_claimed_before_the_interval_ends()
    {
        await using var vendor = new DispatcherHarness(new ScriptedAdapter());
        using var poller = await StartAsync(vendor);
        await Eventually.TrueAsync(() => vendor.Time.ActiveTimers == 1, "it waits for the interval");
        var claimed = false;
        vendor.Ledger.Due.Enqueue((_, _) =>
        {
            claimed = true;
            return [];
        });

        vendor.Dispatcher.OrdersWanted.Set();

        await Eventually.TrueAsync(() => claimed, "due orders are claimed");
    }

    [Fact]
    public async Task A_claim_that_fails_is_tried_again_at_the_next_interval()
    {
        await using var vendor = new DispatcherHarness(new ScriptedAdapter());
        vendor.Ledger.Due.Enqueue((_, _) => throw new InvalidOperationException("broken"));
        vendor.Ledger.Due.Enqueue((_, _) => [Readable("1")]);
        using var poller = await StartAsync(vendor);

        await vendor.RunUntilAsync(() => vendor.Bus.Published.Count == 1, "it is answered");

        Assert.Contains(
            vendor.Log.Lines, line => line.StartsWith("Error Due orders of polyv", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_entry_that_cannot_be_read_is_answered()
    {
        await using var vendor = new DispatcherHarness(new ScriptedAdapter());
        vendor.Ledger.Due.Enqueue((_, _) => [Orders.Entry("1") with { Payload = "{" }, Readable("2")]);
        using var poller = await StartAsync(vendor);

        await vendor.RunUntilAsync(() => vendor.Bus.Published.Count == 2, "both are answered");

        var failed = Assert.Single(vendor.Bus.Published.OfType<FulfillmentFailed>());
        Assert.Equal(("1", FailureReason.InvalidEvent), (failed.OrderNo, failed.Reason));
    }

    [Fact]
    public async Task It_claims_no_more_than_there_is_room_for_and_a_call_beyond_it_at_the_most()
    {
        var silent = new ScriptedAdapter
        {
            Answer = (_, token) => new TaskCompletionSource<VendorAnswer>().Task.WaitAsync(token),
        };
        await using var vendor = new DispatcherHarness(silent, new() { OrdersPerCall = 10, MaxOrdersInFlight = 25 });
        var limits = new List<int>();
        for (var i = 0; i < 10; i++)
        {
            vendor.Ledger.Due.Enqueue((_, limit) =>
            {
                limits.Add(limit);
                return [.. Enumerable.Range(0, limit).Select(no => Readable($"{limits.Count}-{no}"))];
            });
        }

        using var poller = await StartAsync(vendor);
        vendor.Dispatcher.OrdersWanted.Set();
        await Eventually.TrueAsync(() => vendor.Dispatcher.Room <= 0, "there is no room");

        vendor.Dispatcher.OrdersWanted.Set();
        await Eventually.TrueAsync(() => vendor.Dispatcher.Room <= -10, "a call beyond it is claimed");
        vendor.Dispatcher.OrdersWanted.Set();
        await Eventually.TrueAsync(() => vendor.Time.ActiveTimers >= 1, "it waits");

        Assert.Equal([25, 10], limits);
    }

    [Fact]
    public async Task It_ends_with_the_dispatcher()
    {
        await using var vendor = new DispatcherHarness(new ScriptedAdapter());
        using var poller = await StartAsync(vendor);

        await vendor.Dispatcher.DrainAsync(CancellationToken.None);

        await poller.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private static async Task<DueOrderPoller<OrderMarkedDelivering>> StartAsync(DispatcherHarness vendor)
    {
        var opened = Fake.Create<ILedger>((_, _) => Task.CompletedTask);
        var maintenance = new LedgerMaintenance(
            opened,
            new OutboxRelay(
                opened,
                vendor.Bus.CreatePublisher(vendor.Metrics, vendor.Time, vendor.Log.For<ResultPublisher>()),
                vendor.Log.For<OutboxRelay>()),
            new Reconciliation(vendor.Metrics, vendor.Time, vendor.Log.For<Reconciliation>()),
            vendor.Holds,
            [vendor.Dispatcher],
            new FixedOptions<LedgerOptions>(new()),
            new ManualTimeProvider(),
            vendor.Log.For<LedgerMaintenance>());
        await maintenance.StartingAsync(CancellationToken.None);
        var poller = new DueOrderPoller<OrderMarkedDelivering>(
            vendor.Dispatcher,
            vendor.Adapter,
            vendor.Settings,
            vendor.Ledger.Ledger,
            maintenance,
            new FixedOptions<LedgerOptions>(new()),
            new FixedOptions<RetryOptions>(new()),
            vendor.Time,
            vendor.Log.For<DueOrderPoller<OrderMarkedDelivering>>());
        await poller.StartAsync(CancellationToken.None);
        return poller;
    }

    private static OrderEntry Readable(string orderNo)
    {
        var entry = Orders.Entry(orderNo);
        return entry with
        {
            Payload =
                $$"""{"eventId":"{{entry.EventId}}","orderNo":"{{orderNo}}","occurredAt":"2026-11-11T12:00:00Z"}""",
        };
    }
}
