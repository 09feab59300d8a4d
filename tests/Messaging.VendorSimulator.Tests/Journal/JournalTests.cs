using Messaging.VendorSimulator.Journal;

namespace Messaging.VendorSimulator.Tests.Journal;

public sealed class JournalTests
{
    [Fact]
    public async Task Parallel_calls_with_the_same_orders_ship_each_once()
    {
        await using var simulator = await Simulator.StartAsync();
        string[] orders = [.. Enumerable.Range(0, 20).Select(i => $"o{i}")];

        var replies = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => simulator.FengchaoAsync(orders)));

        var shipped =
            replies.SelectMany(reply => reply.Json["data"]!.AsArray()).Count(order => (int)order!["code"]! == 0);
        Assert.Equal(20, shipped);
        var journal = simulator.Vendors.Fengchao.Journal.Summarize();
        Assert.Equal(
            (32, 20, 20, 20, 1),
            (
                journal.Calls,
                journal.Orders,
                journal.AppliedOrders,
                journal.Applications,
                journal.MaxApplicationsOfOneOrder));
        Assert.All(
            simulator.Vendors.Fengchao.Journal.Entries(), entry => Assert.Equal((32, 1), (entry.Sent, entry.Applied)));
    }

    [Fact]
    public async Task Parallel_applications_of_one_order_are_all_counted()
    {
        await using var simulator = await Simulator.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 150).Select(_ => simulator.PolyvAsync("1", "2")));

        var entry = simulator.Vendors.Polyv.Journal.Find("1")!;
        Assert.Equal(
            (150, 150, VendorJournal.MaxApplicationsKept), (entry.Sent, entry.Applied, entry.Applications.Count));
        var journal = simulator.Vendors.Polyv.Journal.Summarize();
        Assert.Equal((300, 2, 150), (journal.Applications, journal.AppliedOrders, journal.MaxApplicationsOfOneOrder));
    }

    [Fact]
    public async Task Threads_that_race_for_an_order_apply_it_once_and_are_all_counted()
    {
        const int Threads = 4;
        const int Orders = 20_000;
        var journal = new VendorJournal(VendorNames.Fengchao);
        using var start = new Barrier(Threads);

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                for (var i = 0; i < Orders; i++)
                    journal.TryApplyOnce($"o{i % 50}", "app", new Application("T"));
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.Equal((50, 1), (journal.Summarize().Applications, journal.Summarize().MaxApplicationsOfOneOrder));
        Assert.All(journal.Entries(), entry => Assert.Equal(Threads * Orders / 50, entry.Sent));
    }

    [Fact]
    public async Task The_sizes_of_calls_are_counted()
    {
        await using var simulator = await Simulator.StartAsync();

        await simulator.PolyvAsync("1", "2", "3");
        await simulator.PolyvAsync("4", "5", "6");
        await simulator.PolyvAsync(["7"]);
        await simulator.PolyvAsync("{}", tamper: null);

        var journal = simulator.Vendors.Polyv.Journal.Summarize();
        Assert.Equal((4, 1, 7, 3), (journal.Calls, journal.Refused, journal.OrdersSent, journal.MaxOrdersPerCall));
        Assert.Equal(new Dictionary<int, long> { [1] = 1, [3] = 2 }, journal.OrdersPerCall);
    }

    [Fact]
    public async Task The_journal_is_read_and_reset_over_http()
    {
        await using var simulator = await Simulator.StartAsync();
        await simulator.FengchaoAsync("1", "2-UNKNOWN");

        var summary = await simulator.AdminAsync(HttpMethod.Get, "/journal");
        var one = await simulator.AdminAsync(HttpMethod.Get, "/journal/fengchao");
        var order = await simulator.AdminAsync(HttpMethod.Get, "/journal/fengchao/1");
        var absent = await simulator.AdminAsync(HttpMethod.Get, "/journal/em/1");
        var reset = await simulator.AdminAsync(HttpMethod.Delete, "/journal");
        var after = await simulator.AdminAsync(HttpMethod.Get, "/journal/fengchao/1");

        Assert.Equal(
            (2, 1), ((int)summary.Json["fengchao"]!["orders"]!, (int)summary.Json["fengchao"]!["appliedOrders"]!));
        Assert.Equal(1, (int)one.Json["ordersPerCall"]!["2"]!);
        Assert.Equal(("T1", 1), ((string?)order.Json["applications"]![0]!["value"], (int)order.Json["applied"]!));
        Assert.Equal((404, 204, 404), (absent.Status, reset.Status, after.Status));
        Assert.Equal(0, (int)(await simulator.FengchaoAsync(["1"])).Json["data"]![0]!["code"]!);
    }
}
