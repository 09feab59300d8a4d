using System.Diagnostics;
using Messaging.Contracts;
using Messaging.Fulfillment.Results;
using Messaging.Testing.Service;

namespace Messaging.Fulfillment.Tests.Flow;

public class FlowTests
{
    [Fact]
    public async Task Every_order_event_gets_one_result_and_every_order_reaches_its_vendor()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var events = Enumerable.Range(0, 250)
            .SelectMany(i => new IOrderEvent[]
            {
                Events.Delivering($"P{i}"), Events.Shipped($"F{i}"), Events.Modified($"E{i}"),
            })
            .ToList();

        await Task.WhenAll(events.Select(e => world.Bus.Publish(e, e.GetType())));
        var results = await world.ResultsAsync(750);

        Assert.All(results, result => Assert.IsType<FulfillmentSucceeded>(result.Result));
        Assert.Equal(events.Select(e => e.EventId).Order(), results.Select(r => r.Result.OrderEventId).Order());
        Assert.All(world.Vendors.All, vendor => Assert.Equal(250, vendor.Journal.Summarize().AppliedOrders));
        Assert.All(world.Vendors.All, vendor => Assert.Equal(1, vendor.Journal.Summarize().MaxApplicationsOfOneOrder));
        Assert.Equal(1, world.Vendors.Em.Journal.Summarize().MaxOrdersPerCall);
    }

    [Fact]
    public async Task A_result_answers_for_its_own_event_and_says_so_in_every_field()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var shipped = Events.Shipped("F1");

        await world.Bus.Publish(shipped);
        var result = Assert.Single(await world.ResultsAsync(1));

        Assert.Equal(ResultId.FromOrderEvent(shipped.EventId), result.MessageId);
        Assert.Equal(ResultId.FromOrderEvent(shipped.EventId), result.Result.EventId);
        Assert.Equal(("OrderShipped", "F1", "fengchao", "main", 1), (
            result.Result.OrderEventType,
            result.Result.OrderNo,
            result.Result.Vendor,
            result.Result.Account,
            result.Result.Attempts));
    }

    [Fact]
    public async Task Bad_orders_fail_alone_with_a_reason_a_program_can_branch_on()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var bad = new (IOrderEvent Event, FailureReason Reason, string Says)[]
        {
            (Events.Delivering("P-UNKNOWN"), FailureReason.RejectedByVendor, "订单不存在"),
            (Events.Shipped("F-PARTIAL"), FailureReason.RejectedByVendor, "部分发货"),
            (Events.Shipped("F1") with { TrackingNo = null }, FailureReason.InvalidEvent, "trackingNo"),
            (Events.Modified("E1") with { Province = "上海" }, FailureReason.InvalidEvent, "district"),
            (Events.Delivering("P1", "nobody"), FailureReason.UnknownAccount, "nobody"),
            (Events.Delivering("") with { OrderNo = "" }, FailureReason.InvalidEvent, "orderNo"),
            (Events.Delivering("P2") with { Deadline = Events.Now.AddYears(-1) }, FailureReason.Expired, "deadline"),
        };

        foreach (var (orderEvent, _, _) in bad)
            await world.Bus.Publish(orderEvent, orderEvent.GetType());
        await world.Bus.Publish(Events.Delivering("P3"));
        var results = await world.ResultsAsync(bad.Length + 1);

        Assert.Equal(bad.Length + 1, results.Count);
        foreach (var (orderEvent, reason, says) in bad)
        {
            var failed = results.Single(r => r.Result.OrderEventId == orderEvent.EventId).Failed;
            Assert.Equal(reason, failed.Reason);
            Assert.Contains(says, failed.Message, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task The_same_event_published_three_times_is_answered_once_and_sent_once()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var shipped = Events.Shipped("F1");

        for (var i = 0; i < 3; i++)
            await world.Bus.Publish(shipped);
        await world.Bus.Publish(Events.Shipped("F2"));
        var results = await world.ResultsAsync(2);

        Assert.Equal(2, results.Count);
        Assert.Equal(1, world.Vendors.Fengchao.Journal.Find("F1")!.Sent);
    }

    [Fact]
    public async Task Modifications_of_one_order_are_applied_in_the_order_they_occurred()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var first = Events.Modified("E1", "first");
        var later = Enumerable.Range(1, 4)
            .Select(i => Events.Modified("E1", $"{i}") with { OccurredAt = Events.Now.AddMinutes(i) })
            .ToList();

        await world.Bus.Publish(first);
        foreach (var modified in later)
            await world.Bus.Publish(modified);
        await world.ResultsAsync(5);

        Assert.Equal(
            ["first", "1", "2", "3", "4"], world.Vendors.Em.Journal.Find("E1")!.Applications.Select(a => a.Remark));
    }

    [Fact]
    public async Task An_older_modification_that_comes_late_is_superseded()
    {
        await using var world = await SimulatedWorld.StartAsync();
        await world.Bus.Publish(Events.Modified("E1", "new") with { OccurredAt = Events.Now.AddMinutes(1) });
        await world.ResultsAsync(1);
        var old = Events.Modified("E1", "old");

        await world.Bus.Publish(old);
        var results = await world.ResultsAsync(2);

        Assert.Equal(FailureReason.Superseded, results.Single(r => r.Result.OrderEventId == old.EventId).Failed.Reason);
        Assert.Equal(["new"], world.Vendors.Em.Journal.Find("E1")!.Applications.Select(a => a.Remark));
    }

    [Fact]
    public async Task A_vendor_that_was_away_gets_its_orders_when_it_is_back()
    {
        await using var world = await SimulatedWorld.StartAsync();
        world.Vendors.Polyv.Faults = new() { Down = true };

        await world.Bus.Publish(Events.Delivering("P1"));
        await Eventually.TrueAsync(
            () => world.Vendors.Polyv.Journal.Summarize().Calls >= 4, "it was tried, and tried again from the ledger");
        Assert.Empty(world.Results);
        world.Vendors.Polyv.Faults = new();

        Assert.IsType<FulfillmentSucceeded>(Assert.Single(await world.ResultsAsync(1)).Result);
    }

    [Fact]
    public async Task A_shipment_whose_answer_was_lost_is_found_to_be_done()
    {
        await using var world = await SimulatedWorld.StartAsync();
        world.Vendors.Fengchao.Faults = new() { DropAfterShare = 1 };

        await world.Bus.Publish(Events.Shipped("F1"));
        await Eventually.TrueAsync(() => world.Vendors.Fengchao.Journal.Find("F1") is { Applied: 1 }, "it was shipped");
        world.Vendors.Fengchao.Faults = new();

        Assert.IsType<FulfillmentSucceeded>(Assert.Single(await world.ResultsAsync(1)).Result);
        Assert.Equal(1, world.Vendors.Fengchao.Journal.Find("F1")!.Applied);
    }

    [Fact]
    public async Task An_order_that_somebody_else_shipped_is_a_rejection()
    {
        await using var world = await SimulatedWorld.StartAsync();

        await world.Bus.Publish(Events.Shipped("F-SHIPPED"));

        Assert.Equal(FailureReason.RejectedByVendor, Assert.Single(await world.ResultsAsync(1)).Failed.Reason);
    }

    [Fact]
    public async Task Each_result_is_on_the_trace_of_its_own_order_event()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "MassTransit" or "Messaging.Fulfillment",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        await using var world = await SimulatedWorld.StartAsync();
        var traces = new Dictionary<Guid, string>();
        for (var i = 0; i < 20; i++)
        {
            var delivering = Events.Delivering($"P{i}");
            using var activity = new Activity("publisher").SetIdFormat(ActivityIdFormat.W3C).Start();
            traces.Add(delivering.EventId, activity.TraceId.ToHexString());
            await world.Bus.Publish(delivering);
        }

        var results = await world.ResultsAsync(20);

        Assert.All(results, r => Assert.Equal(traces[r.Result.OrderEventId], r.TraceParent!.Split('-')[1]));
    }

    [Fact]
    public async Task The_totals_of_the_ledger_add_up()
    {
        await using var world = await SimulatedWorld.StartAsync();
        for (var i = 0; i < 10; i++)
            await world.Bus.Publish(Events.Delivering($"P{i}"));
        await world.Bus.Publish(Events.Delivering("P-UNKNOWN"));
        await world.ResultsAsync(11);

        var totals = Assert.Single(await world.Ledger.CountAsync(CancellationToken.None), t => t.Received > 0);

        Assert.Equal(
            (11, 10, 1, 0, 0), (totals.Received, totals.Succeeded, totals.Failed, totals.Waiting, totals.Drift));
    }

    [Fact]
    public async Task A_deadline_that_passes_while_an_order_waits_for_its_call_counts()
    {
        await using var world =
            await SimulatedWorld.StartAsync(("Vendors:Em:CallsPerSecond", "1"), ("Vendors:Em:Burst", "1"));
        var deadline = TimeProvider.System.GetUtcNow().AddSeconds(2);
        var events =
            Enumerable.Range(0, 10).Select(i => Events.Modified($"E{i}") with { Deadline = deadline }).ToList();

        foreach (var modified in events)
            await world.Bus.Publish(modified);
        var results = await world.ResultsAsync(10);

        Assert.InRange(results.Count(r => r.Result is FulfillmentFailed { Reason: FailureReason.Expired }), 5, 9);
        Assert.Equal(
            results.Count(r => r.Result is FulfillmentSucceeded), world.Vendors.Em.Journal.Summarize().Applications);
    }
}
