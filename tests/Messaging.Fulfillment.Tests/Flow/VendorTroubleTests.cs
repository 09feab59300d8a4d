using System.Diagnostics;
using Messaging.Contracts;
using Messaging.Testing.Ledger;
using Messaging.Testing.Service;
using Messaging.VendorSimulator.Accounts;

namespace Messaging.Fulfillment.Tests.Flow;

/// <summary>The whole service against simulated vendors that limit, fail or refuse.</summary>
public class VendorTroubleTests
{
    [Fact]
    public async Task One_bad_order_in_a_thousand_costs_few_calls_and_only_itself()
    {
        await using var world = await SimulatedWorld.StartAsync(("Vendors:Polyv:BatchTimeLimit", "00:00:10"));
        world.Vendors.Polyv.Faults = new() { PoisonedOrders = true };
        var events = Enumerable.Range(0, 1000).Select(i => Events.Delivering(i == 417 ? "P-POISON" : $"P{i}")).ToList();

        await Task.WhenAll(events.Select(e => world.Bus.Publish(e)));
        var results = await world.ResultsAsync(1000);

        var failed = Assert.Single(results, result => result.Result is FulfillmentFailed).Failed;
        Assert.Equal(("P-POISON", FailureReason.RejectedByVendor), (failed.OrderNo, failed.Reason));
        var journal = world.Vendors.Polyv.Journal.Summarize();
        Assert.Equal(999, journal.AppliedOrders);
        Assert.InRange(journal.Calls, 2, (2 * (int)Math.Ceiling(Math.Log2(1000))) + 1);
    }

    [Fact]
    public async Task Ten_bad_orders_scattered_cost_only_themselves()
    {
        await using var world = await SimulatedWorld.StartAsync(("Vendors:Polyv:BatchTimeLimit", "00:00:10"));
        world.Vendors.Polyv.Faults = new() { PoisonedOrders = true };
        var events =
            Enumerable.Range(0, 1000).Select(i => Events.Delivering(i % 100 == 37 ? $"P-POISON{i}" : $"P{i}")).ToList();

        await Task.WhenAll(events.Select(e => world.Bus.Publish(e)));
        var results = await world.ResultsAsync(1000);

        Assert.Equal(
            10, results.Count(result => result.Result is FulfillmentFailed { Reason: FailureReason.RejectedByVendor }));
        Assert.Equal(990, world.Vendors.Polyv.Journal.Summarize().AppliedOrders);
    }

    [Fact]
    public async Task A_stop_gives_back_what_was_not_sent_as_not_sent()
    {
        var folder = Directory.CreateTempSubdirectory("messaging-test-");
        var database = $"Data Source={Path.Combine(folder.FullName, "ledger.db")}";
        await using (var world = await SimulatedWorld.StartAsync(
            ("Ledger:ConnectionString", database),
            ("Vendors:Polyv:OrdersPerCall", "1"),
            ("Vendors:Polyv:MaxCallsInFlight", "1")))
        {
            world.Vendors.Polyv.Faults =
                new() { LatencyMin = TimeSpan.FromSeconds(1), LatencyMax = TimeSpan.FromSeconds(1) };
            await Task.WhenAll(Enumerable.Range(0, 5).Select(i => world.Bus.Publish(Events.Delivering($"P{i}"))));
            await Eventually.TrueAsync(
                () => world.Vendors.Polyv.Journal.Summarize().Calls == 1, "a call is in flight");
        }

        await using (var ledger = LedgerHost.Build("sqlite", database, TimeProvider.System))
        {
            await ledger.OpenAsync(TestContext.Current.CancellationToken);
            var entries = await Task.WhenAll(
                Enumerable.Range(0, 5).Select(i => ledger.FindAsync($"P{i}", TestContext.Current.CancellationToken)));
            var left = entries.SelectMany(entry => entry).Where(entry => entry.State is "waiting").ToList();
            Assert.Equal(4, left.Count);
            Assert.All(left, entry => Assert.Equal((false, 0), (entry.InDoubt, entry.Attempts)));
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_wrong_secret_fails_no_order_and_can_be_corrected_at_run_time()
    {
        await using var world = await SimulatedWorld.StartAsync(("Vendors:Fengchao:Accounts:main:AppSecret", "wrong"));
        var events = Enumerable.Range(0, 500).Select(i => Events.Shipped($"F{i}")).ToList();
        await Task.WhenAll(events.Select(e => world.Bus.Publish(e)));
        await Eventually.TrueAsync(
            () => world.Accounts.Any(account => account.State != "Active"), "the account is suspended");
        await Eventually.TrueAsync(
            () => world.Vendors.Fengchao.Journal.Summarize().SignatureFailures >= 2, "it was probed");

        Assert.Empty(world.Results);
        Assert.Contains(
            "correct the settings of account main of fengchao",
            Assert.Single(world.Accounts).Next,
            StringComparison.Ordinal);
        var callsBefore = world.Vendors.Fengchao.Journal.Summarize().Calls;
        Assert.InRange(callsBefore, 2, 10);

        world.Configure(("Vendors:Fengchao:Accounts:main:AppSecret", "demo-fengchao-secret"));
        var results = await world.ResultsAsync(500);

        Assert.All(results, result => Assert.IsType<FulfillmentSucceeded>(result.Result));
        Assert.Equal("Active", Assert.Single(world.Accounts).State);
    }

    [Theory]
    [InlineData("AppSecret", "PreviousAppSecret")]
    [InlineData("PreviousAppSecret", "AppSecret")]
    public async Task A_secret_that_is_being_changed_suspends_no_account_whichever_of_the_two_the_vendor_takes(
        string taken, string refused)
    {
        string[] vendors = ["Polyv", "Fengchao", "Em"];
        await using var world = await SimulatedWorld.StartAsync([.. vendors.SelectMany(vendor => new[]
        {
            ($"Vendors:{vendor}:Accounts:main:{refused}", "refused"),
            ($"Vendors:{vendor}:Accounts:main:{taken}", $"demo-{vendor.ToLowerInvariant()}-secret"),
        })]);

        await Task.WhenAll(Enumerable.Range(0, 50).SelectMany(i => new[]
        {
            world.Bus.Publish(Events.Delivering($"P{i}")),
            world.Bus.Publish(Events.Shipped($"F{i}")),
            world.Bus.Publish(Events.Modified($"E{i}")),
        }));
        var results = await world.ResultsAsync(150);

        Assert.All(results, result => Assert.IsType<FulfillmentSucceeded>(result.Result));
        Assert.All(world.Accounts, account => Assert.Equal("Active", account.State));
        // Which of the two it takes is found out once, not for each call; calls in flight meanwhile find out too.
        Assert.InRange(
            world.Vendors.Em.Journal.Summarize().SignatureFailures, 0, taken is "AppSecret" ? 0 : 8);
    }

    [Fact]
    public async Task A_wrong_secret_of_one_account_does_not_affect_another()
    {
        await using var world = await SimulatedWorld.StartAsync(
            ("Vendors:Polyv:MaxOrdersInFlight", "50"),
            ("Vendors:Polyv:Accounts:other:AppId", "demo-polyv"),
            ("Vendors:Polyv:Accounts:other:AppSecret", "wrong"));
        var events = Enumerable.Range(0, 300).Select(i => Events.Delivering($"O{i}", "other"))
            .Concat(Enumerable.Range(0, 300).Select(i => Events.Delivering($"M{i}", "main")));

        foreach (var e in events)
            await world.Bus.Publish(e);
        var results = await world.ResultsAsync(300);

        Assert.All(
            results,
            result => Assert.Equal(("main", true), (result.Result.Account, result.Result is FulfillmentSucceeded)));
    }

    [Fact]
    public async Task An_account_that_is_added_at_run_time_works_at_once_and_an_invalid_one_changes_nothing()
    {
        await using var world = await SimulatedWorld.StartAsync();
        world.Vendors.Em.ReplaceAccounts(new Dictionary<string, AccountSettings>(StringComparer.Ordinal)
        {
            ["demo-em"] = new() { Secret = "demo-em-secret" },
            ["second"] = new() { Secret = "second-secret" },
        });

        world.Configure(("Vendors:Em:Accounts:second:AppId", "second"));
        await world.Bus.Publish(Events.Modified("E1"));
        Assert.IsType<FulfillmentSucceeded>((await world.ResultsAsync(1))[0].Result);

        world.Configure(("Vendors:Em:Accounts:second:AppSecret", "second-secret"));
        await world.Bus.Publish(Events.Modified("E2") with { Account = "second" });

        Assert.IsType<FulfillmentSucceeded>((await world.ResultsAsync(2))[1].Result);
        Assert.Equal("second", world.Vendors.Em.Journal.Find("E2")!.AppId);
    }

    [Fact]
    public async Task A_rule_that_is_added_at_run_time_classifies_the_next_answer()
    {
        await using var world = await SimulatedWorld.StartAsync();
        await world.Bus.Publish(Events.Shipped("F-PARTIAL1"));
        Assert.False((await world.ResultsAsync(1))[0].Failed.CanRetry);

        world.Configure(
            ("Vendors:Fengchao:Classification:0:Text", "部分发货"),
            ("Vendors:Fengchao:Classification:0:Class", "RejectedForNow"));
        await world.Bus.Publish(Events.Shipped("F-PARTIAL2"));

        Assert.True((await world.ResultsAsync(2))[1].Failed.CanRetry);
    }

    [Fact]
    public async Task The_time_that_a_vendor_asks_for_is_kept()
    {
        var pause = TimeSpan.FromSeconds(3);
        // One call in flight: a second one could leave before the answer to the first has come.
        await using var world = await SimulatedWorld.StartAsync(
            ("Vendors:Em:MaxCallsInFlight", "1"), ("Vendors:Em:CallsPerSecond", "10"));
        world.Vendors.Em.Faults = new() { TooManyRequestsShare = 1, RetryAfter = pause };
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => world.Bus.Publish(Events.Modified($"E{i}"))));
        await Eventually.TrueAsync(() => world.Vendors.Em.Journal.Summarize().Calls > 0, "the vendor was asked");
        var before = clock.Elapsed;
        var calls = world.Vendors.Em.Journal.Summarize().Calls;
        world.Vendors.Em.Faults = new();

        while (clock.Elapsed < pause)
        {
            Assert.Equal(calls, world.Vendors.Em.Journal.Summarize().Calls);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.Empty(world.Results);
        await world.ResultsAsync(20);
        Assert.InRange(clock.Elapsed - before, pause, pause + TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_vendor_that_is_away_is_asked_now_and_then_and_nothing_is_lost()
    {
        await using var world = await SimulatedWorld.StartAsync(
            ("Vendors:Polyv:OrdersPerCall", "20"), ("Vendors:Polyv:MaxOrdersInFlight", "100"));
        world.Vendors.Polyv.Faults = new() { Down = true };
        await Task.WhenAll(Enumerable.Range(0, 1500).Select(i => world.Bus.Publish(Events.Delivering($"P{i}"))));
        await world.Bus.Publish(Events.Modified("E1"));
        Assert.Equal("em", (await world.ResultsAsync(1))[0].Result.Vendor);
        await Eventually.TrueAsync(
            () => world.Accounts.Any(account => account is { Vendor: "polyv", State: "Suspended" }),
            "the account is suspended");
        var clock = Stopwatch.StartNew();
        var before = world.Vendors.Polyv.Journal.Summarize().Calls;
        await Task.Delay(TimeSpan.FromSeconds(4), TimeProvider.System, TestContext.Current.CancellationToken);

        // A probe after one second and after two more.
        Assert.InRange(world.Vendors.Polyv.Journal.Summarize().Calls - before, 0, clock.Elapsed.TotalSeconds);
        Assert.InRange(world.Accounts.Single(account => account.Vendor == "polyv").Waiting, 0, 100);

        world.Vendors.Polyv.Faults = new();
        var results = await world.ResultsAsync(1501);

        Assert.All(results, result => Assert.IsType<FulfillmentSucceeded>(result.Result));
        Assert.Equal(1500, world.Vendors.Polyv.Journal.Summarize().AppliedOrders);
        // Only calls in flight when it went away, and probes, were sent more than once.
        Assert.InRange(results.Count(result => result.Result.Attempts > 1), 0, 300);
    }

    [Fact]
    public async Task One_sellers_backlog_does_not_hold_up_anothers_few_orders()
    {
        await using var world = await SimulatedWorld.StartAsync(
            ("Vendors:Em:CallsPerSecond", "20"),
            ("Vendors:Em:Burst", "1"),
            ("Vendors:Em:MaxOrdersInFlight", "100"),
            ("Vendors:Em:Accounts:small:AppId", "demo-em"),
            ("Vendors:Em:Accounts:small:AppSecret", "demo-em-secret"));
        foreach (var i in Enumerable.Range(0, 2000))
            await world.Bus.Publish(Events.Modified($"L{i}") with { Account = "main" });
        foreach (var i in Enumerable.Range(0, 10))
            await world.Bus.Publish(Events.Modified($"S{i}") with { Account = "small" });

        await Eventually.TrueAsync(
            () => world.Results.Count(result => result.Result.Account == "small") == 10,
            "the small seller has its results");

        Assert.InRange(world.Results.Count(result => result.Result.Account == "main"), 0, 1000);
    }

    [Fact]
    public async Task A_backlog_is_worked_off_about_as_fast_as_the_quota_allows()
    {
        const int Orders = 3000, OrdersPerCall = 50, CallsPerSecond = 10;
        await using var world = await SimulatedWorld.StartAsync(
            ("Vendors:Fengchao:OrdersPerCall", $"{OrdersPerCall}"),
            ("Vendors:Fengchao:CallsPerSecond", $"{CallsPerSecond}"),
            ("Vendors:Fengchao:Burst", "1"));
        world.Vendors.Fengchao.ReplaceAccounts(new Dictionary<string, AccountSettings>(StringComparer.Ordinal)
        {
            ["demo-fengchao"] = new()
            {
                Secret = "demo-fengchao-secret",
                SellerNick = "demo-shop",
                CallsPerSecond = CallsPerSecond * 1.05,
            },
        });
        await Task.WhenAll(Enumerable.Range(0, Orders).Select(i => world.Bus.Publish(Events.Shipped($"F{i}"))));
        await Eventually.TrueAsync(() => !world.Results.IsEmpty, "it has begun");
        var clock = Stopwatch.StartNew();

        await Eventually.TrueAsync(() => world.Results.Count >= Orders, "all are answered");

        var optimum = TimeSpan.FromSeconds(Orders / OrdersPerCall / CallsPerSecond);
        Assert.InRange(clock.Elapsed, optimum * 0.8, optimum * 1.25);
        Assert.InRange(
            world.Vendors.Fengchao.Journal.Summarize().OrdersPerCall.Values.Sum(),
            Orders / OrdersPerCall,
            Orders / OrdersPerCall * 1.05);
        Assert.Equal(0, world.Vendors.Fengchao.Journal.Summarize().Refused);
    }
}
