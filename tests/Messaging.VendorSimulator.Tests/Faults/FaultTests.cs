using Messaging.VendorSimulator.Faults;

namespace Messaging.VendorSimulator.Tests.Faults;

public sealed class FaultTests
{
    /// <summary>Fault, HTTP status (0: cut off), part of the body, whether the order was applied.</summary>
    public static TheoryData<FaultProfile, string, int, string, bool> Whole => new()
    {
        { new() { Down = true }, "down", 0, "", false },
        { new() { ServerErrorShare = 1 }, "serverError", 500, "", false },
        { new() { TooManyRequestsShare = 1 }, "tooManyRequests", 429, "", false },
        { new() { DropBeforeShare = 1 }, "dropBefore", 0, "", false },
        { new() { DropAfterShare = 1 }, "dropAfter", 0, "", true },
        { new() { GarbageBeforeShare = 1 }, "garbageBefore", 200, "<html>", false },
        { new() { GarbageAfterShare = 1 }, "garbageAfter", 200, "<html>", true },
        { new() { NullDataShare = 1 }, "nullData", 200, "\"data\":null", true },
    };

    [Theory]
    [MemberData(nameof(Whole))]
    public async Task A_fault_hits_the_calls_of_every_vendor(
        FaultProfile faults, string name, int status, string body, bool applied)
    {
        await using var simulator = await Simulator.StartAsync();
        foreach (var vendor in simulator.Vendors.All)
        {
            vendor.Faults = faults;

            var reply = await simulator.CallAsync(vendor.Name, "1");

            Assert.Equal(status, reply.Status);
            Assert.Contains(body, reply.Body, StringComparison.Ordinal);
            Assert.Equal(applied ? 1 : 0, vendor.Journal.Find("1")?.Applied ?? 0);
            Assert.Equal(1, vendor.Journal.Summarize().Faults[name]);
        }
    }

    [Fact]
    public async Task A_429_says_when_to_come_back()
    {
        await using var simulator = await Simulator.StartAsync(
            settings =>
                settings.Faults["em"] = new() { TooManyRequestsShare = 1, RetryAfter = TimeSpan.FromSeconds(7) });

        Assert.Equal(TimeSpan.FromSeconds(7), (await simulator.CallAsync(VendorNames.Em)).RetryAfter);
    }

    [Fact]
    public async Task Orders_left_out_of_an_answer_have_been_applied()
    {
        await using var simulator = await Simulator.StartAsync();
        await simulator.AdminAsync(HttpMethod.Put, "/faults", """{"missingOrderShare":0.5,"seed":3}""");
        string[] orders = [.. Enumerable.Range(0, 100).Select(i => $"o{i}")];

        var polyv = await simulator.PolyvAsync(orders);
        var fengchao = await simulator.FengchaoAsync(orders);

        Assert.InRange(polyv.Json["data"]!["successOrderNos"]!.AsArray().Count, 30, 70);
        Assert.InRange(fengchao.Json["data"]!.AsArray().Count, 30, 70);
        Assert.Equal(100, simulator.Vendors.Polyv.Journal.Summarize().AppliedOrders);
        Assert.Equal(100, simulator.Vendors.Fengchao.Journal.Summarize().AppliedOrders);
    }

    [Fact]
    public async Task The_same_seed_hits_the_same_calls_and_shares_are_kept()
    {
        var first = await StatusesAsync(seed: 11);
        var again = await StatusesAsync(seed: 11);
        var other = await StatusesAsync(seed: 12);

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
        Assert.InRange(first.Count(status => status == 500), 90, 150);
        Assert.InRange(first.Count(status => status == 429), 30, 80);
    }

    [Fact]
    public async Task Setting_faults_starts_their_sequence_over()
    {
        await using var simulator = await Simulator.StartAsync();

        var first = await StatusesAsync(simulator, new FaultProfile { ServerErrorShare = 0.5 }, calls: 40);
        var again = await StatusesAsync(simulator, new FaultProfile { ServerErrorShare = 0.5 }, calls: 40);

        Assert.Equal(first, again);
    }

    [Fact]
    public async Task Parallel_calls_are_hit_as_often_as_calls_one_after_the_other()
    {
        var expected = (await StatusesAsync(seed: 11)).Count(status => status == 500);
        await using var simulator = await Simulator.StartAsync();
        simulator.Vendors.Em.Faults = Shares(seed: 11);

        var replies =
            await Task.WhenAll(Enumerable.Range(0, 400).Select(i => simulator.CallAsync(VendorNames.Em, $"o{i}")));

        Assert.Equal(expected, replies.Count(reply => reply.Status == 500));
    }

    [Theory]
    [InlineData(3000, 3000)]
    [InlineData(1000, 2000)]
    public async Task Latency_passes_before_the_order_is_looked_at(int min, int max)
    {
        await using var simulator = await Simulator.StartAsync(settings => settings.Faults["em"] = new()
        {
            LatencyMin = TimeSpan.FromMilliseconds(min),
            LatencyMax = TimeSpan.FromMilliseconds(max),
        });

        var call = simulator.CallAsync(VendorNames.Em);
        await WaitUntilAsync(() => simulator.Time.ActiveTimers == 1);
        simulator.Time.Advance(TimeSpan.FromMilliseconds(min - 1));
        Assert.Equal(1, simulator.Time.ActiveTimers);
        Assert.Null(simulator.Vendors.Em.Journal.Find("1"));
        simulator.Time.Advance(TimeSpan.FromMilliseconds(max - min + 1));

        Assert.Equal(200, (await call.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System)).Status);
    }

    [Fact]
    public async Task Faults_are_set_and_read_for_one_vendor()
    {
        await using var simulator = await Simulator.StartAsync();

        var set = await simulator.AdminAsync(
            HttpMethod.Put, "/faults/fengchao", """{"dropAfterShare":0.25,"latencyMin":"00:00:00.1000000"}""");
        var one = await simulator.AdminAsync(HttpMethod.Get, "/faults/fengchao");
        var all = await simulator.AdminAsync(HttpMethod.Get, "/faults");

        Assert.Equal(204, set.Status);
        Assert.Equal(
            (0.25, "00:00:00.1000000"), ((double)one.Json["dropAfterShare"]!, (string?)one.Json["latencyMin"]));
        Assert.Equal(
            (0.25, 0), ((double)all.Json["fengchao"]!["dropAfterShare"]!, (double)all.Json["em"]!["dropAfterShare"]!));
    }

    [Theory]
    [InlineData("""{"dropAfterShare":1.5}""", "DropAfterShare: 1.5 is outside 0 to 1.")]
    [InlineData("""{"dropAfterShare":0.6,"serverErrorShare":0.6}""", "1.2 together")]
    [InlineData("""{"missingOrderShare":-1}""", "MissingOrderShare")]
    [InlineData("""{"latencyMin":"00:00:02","latencyMax":"00:00:01"}""", "less than LatencyMin")]
    [InlineData("""{"latencyMax":"01:00:00"}""", "LatencyMax: 01:00:00 is outside")]
    [InlineData("""{"dropShare":1}""", "dropShare")]
    [InlineData("not json", "invalid")]
    [InlineData("null", "The body is null.")]
    public async Task Faults_with_errors_change_nothing(string faults, string error)
    {
        await using var simulator = await Simulator.StartAsync(settings => settings.Faults["em"] = new() { Seed = 5 });

        var reply = await simulator.AdminAsync(HttpMethod.Put, "/faults", faults);

        Assert.Equal(400, reply.Status);
        Assert.Contains(error, reply.Body, StringComparison.Ordinal);
        Assert.Equal(new() { Seed = 5 }, simulator.Vendors.Em.Faults);
    }

    [Fact]
    public async Task A_vendor_that_does_not_exist_is_not_found()
    {
        await using var simulator = await Simulator.StartAsync();

        Assert.Equal(404, (await simulator.AdminAsync(HttpMethod.Get, "/faults/amazon")).Status);
        Assert.Equal(404, (await simulator.AdminAsync(HttpMethod.Put, "/faults/amazon", "{}")).Status);
    }

    private static FaultProfile Shares(int seed) =>
        new() { Seed = seed, ServerErrorShare = 0.3, TooManyRequestsShare = 0.13 };

    private static async Task<int[]> StatusesAsync(int seed)
    {
        await using var simulator = await Simulator.StartAsync();
        return await StatusesAsync(simulator, Shares(seed), calls: 400);
    }

    private static async Task<int[]> StatusesAsync(Simulator simulator, FaultProfile faults, int calls)
    {
        simulator.Vendors.Em.Faults = faults;
        var statuses = new int[calls];
        for (var i = 0; i < calls; i++)
            statuses[i] = (await simulator.CallAsync(VendorNames.Em)).Status;
        return statuses;
    }

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10), TimeProvider.System);
        while (!condition())
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, limit.Token);
    }
}
