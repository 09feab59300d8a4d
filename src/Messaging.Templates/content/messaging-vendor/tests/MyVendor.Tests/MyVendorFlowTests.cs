using MassTransit;
using Messaging.Contracts;
using Messaging.Fulfillment.Testing;
using Messaging.VendorSimulator.Faults;
using MyVendor.Simulator;

namespace MyVendor.Tests;

/// <summary>The whole service with MyVendor beside Polyv, Fengchao and EM, all of them simulated.</summary>
public sealed class MyVendorFlowTests
{
    private static readonly AddedVendor MyVendor = new(MyVendorSimulator.Api, vendors => vendors.AddMyVendor());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_order_is_taken_or_refused_and_answered_once()
    {
        await using var world = await SimulatedWorld.StartAsync(MyVendor);

        await world.Bus.Publish(Orders.Create("A"), Cancellation);
        await world.Bus.Publish(Orders.Create("B-UNKNOWN"), Cancellation);
        await world.Bus.Publish(
            new OrderMarkedDelivering
            {
                EventId = Guid.NewGuid(),
                OrderNo = "P",
                OccurredAt = DateTimeOffset.UnixEpoch,
            },
            Cancellation);
        var results = await world.ResultsAsync(3);

        Assert.Equal(
            ["A myvendor FulfillmentSucceeded", "B-UNKNOWN myvendor FulfillmentFailed", "P polyv FulfillmentSucceeded"],
            results.Select(got => $"{got.Result.OrderNo} {got.Result.Vendor} {got.Result.GetType().Name}").Order());
        Assert.Equal("易碎", world.Vendors["myvendor"].Journal.Find("A")?.Applications[0].Value);
    }

    [Fact]
    public async Task An_answer_that_is_lost_is_made_good()
    {
        await using var world = await SimulatedWorld.StartAsync(MyVendor);
        world.Vendors["myvendor"].Faults = new FaultProfile { Seed = 7, DropAfterShare = 0.3, MissingOrderShare = 0.1 };

        await world.Bus.PublishBatch(Enumerable.Range(0, 200).Select(i => Orders.Create($"A{i}")), Cancellation);
        var results = await world.ResultsAsync(200);

        Assert.All(results, got => Assert.IsType<FulfillmentSucceeded>(got.Result));
        Assert.Equal(200, results.Select(got => got.Result.OrderNo).Distinct().Count());
        Assert.Equal(200, world.Vendors["myvendor"].Journal.Summarize().AppliedOrders);
    }
}
