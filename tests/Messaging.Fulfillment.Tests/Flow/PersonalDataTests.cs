using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Messaging.Contracts;
using Messaging.Testing.Service;
using Messaging.VendorSimulator.Accounts;

namespace Messaging.Fulfillment.Tests.Flow;

/// <summary>A vendor that repeats all that it was sent, in every text of every answer.</summary>
public sealed class PersonalDataTests : IDisposable
{
    private readonly ConcurrentQueue<string> _telemetry = [];
    private readonly ActivityListener _spans;
    private readonly MeterListener _metrics = new();

    public PersonalDataTests()
    {
        _spans = new()
        {
            ShouldListenTo = source => source.Name is "Messaging.Fulfillment" or "MassTransit",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => _telemetry.Enqueue(
                $"{span.DisplayName} {span.StatusDescription} {string.Join(' ', span.TagObjects)} "
                    + string.Join(' ', span.Events.SelectMany(e => e.Tags))),
        };
        ActivitySource.AddActivityListener(_spans);
        _metrics.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name is "Messaging.Fulfillment")
                listener.EnableMeasurementEvents(instrument);
        };
        _metrics.SetMeasurementEventCallback<long>(Remember);
        _metrics.SetMeasurementEventCallback<int>(Remember);
        _metrics.SetMeasurementEventCallback<double>(Remember);
        _metrics.Start();
    }

    public void Dispose()
    {
        _spans.Dispose();
        _metrics.Dispose();
    }

    [Fact]
    public async Task What_a_vendor_repeats_of_an_order_reaches_nobody_who_is_not_concerned()
    {
        await using var world = await SimulatedWorld.StartAsync();
        world.Vendors.Em.Faults = new() { QuotesCalls = true };
        world.Vendors.Fengchao.Faults = new() { QuotesCalls = true, PoisonedOrders = true };
        world.Vendors.Polyv.Faults = new() { QuotesCalls = true, PoisonedOrders = true };

        // Orders that are refused, alone and with others, and ones that are done.
        var people = Enumerable.Range(0, 12).Select(i => new Person(i)).ToList();
        foreach (var person in people)
            await world.Bus.Publish(person.Order(person.Number % 3 == 0 ? "E-UNKNOWN" : "E"));
        for (var i = 0; i < 30; i++)
        {
            await world.Bus.Publish(Events.Shipped(i is 7 or 8 ? $"F-POISON{i}" : $"F{i}"));
            await world.Bus.Publish(Events.Delivering(i is 7 or 8 ? $"P-POISON{i}" : $"P{i}"));
        }

        await world.ResultsAsync(people.Count + 60);

        // And an account that is suspended with what waits for it.
        world.Vendors.Em.ReplaceAccounts(
            new Dictionary<string, AccountSettings>(StringComparer.Ordinal) { ["demo-em"] = new() { Secret = "new" } });
        var waiting = Enumerable.Range(100, 30).Select(i => new Person(i)).ToList();
        foreach (var person in waiting)
            await world.Bus.Publish(person.Order("W"));
        await Eventually.TrueAsync(
            () => world.Accounts.Any(account => account is { Vendor: "em", State: not "Active" }),
            "the account is suspended");
        await Eventually.TrueAsync(
            () => world.Log.Any(line => line.Contains("is suspended since", StringComparison.Ordinal)), "it is logged");
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, TestContext.Current.CancellationToken);

        people.AddRange(waiting);
        _metrics.RecordObservableInstruments();
        var output = string.Join('\n', [.. world.Log, .. _telemetry, JsonSerializer.Serialize(world.Accounts)]);
        Assert.Contains("E-UNKNOWN", output, StringComparison.Ordinal);
        var rows = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var person in people)
        {
            var found = await world.Ledger.FindAsync(person.OrderNo, TestContext.Current.CancellationToken);
            rows[person.OrderNo] = JsonSerializer.Serialize(found);
        }

        foreach (var result in world.Results)
        {
            var orderNo = result.Result.OrderNo;
            rows[orderNo] = rows.GetValueOrDefault(orderNo) + JsonSerializer.Serialize<object>(result.Result);
        }

        foreach (var person in people)
        {
            foreach (var value in person.Values)
            {
                Assert.DoesNotContain(value, output, StringComparison.Ordinal);
                Assert.All(
                    rows.Where(row => row.Key != person.OrderNo),
                    row => Assert.DoesNotContain(value, Unescape(row.Value), StringComparison.Ordinal));
            }
        }

        // Neither secret nor signature, not even where the order's own vendor text is kept.
        Assert.Contains("sign=***", Unescape(rows["E-UNKNOWN-0"]), StringComparison.Ordinal);
        var everything = $"{output}\n{string.Join('\n', rows.Values.Select(Unescape))}";
        Assert.DoesNotMatch("sign=[0-9a-fA-F]{32}", everything);
        Assert.DoesNotContain("demo-em-secret", everything, StringComparison.Ordinal);
    }

    private static string Unescape(string json) => System.Text.RegularExpressions.Regex.Unescape(json);

    private void Remember<T>(
        Instrument instrument, T measurement, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state) =>
        _telemetry.Enqueue($"{instrument.Name} {string.Join(' ', tags.ToArray())}");

    private sealed class Person(int number)
    {
        public int Number => number;

        public string OrderNo { get; private set; } = "";

        public string[] Values { get; } =
            [$"李雷{number}号", $"138{number:00000000}", $"梧桐路{number:0000}弄", $"请打电话{number}给我"];

        public OrderModified Order(string prefix) => new()
        {
            EventId = Guid.NewGuid(),
            OrderNo = OrderNo = $"{prefix}-{number}",
            OccurredAt = Events.Now,
            ReceiverName = Values[0],
            ReceiverMobile = Values[1],
            Address = Values[2],
            OrderRemark = Values[3],
        };
    }
}
