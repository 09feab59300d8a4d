using System.Diagnostics.Metrics;
using Messaging.Fulfillment.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Fulfillment.Tests.Telemetry;

/// <summary>The names are a contract with dashboards and alarms.</summary>
public sealed class FulfillmentMetricsTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FulfillmentMetrics _metrics;
    private readonly MeterListener _listener = new();
    private readonly List<string> _measured = [];

    public FulfillmentMetricsTests()
    {
        _metrics = new(_services.GetRequiredService<IMeterFactory>(), TimeProvider.System);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, _services.GetRequiredService<IMeterFactory>()))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Remember(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Remember(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>(
            (instrument, value, tags, _) => Remember(instrument, value, tags));
        _listener.Start();
    }

    [Fact]
    public void Gauges_show_the_accounts()
    {
        _metrics.Observe(new Polyv());

        _listener.RecordObservableInstruments();

        Assert.Equal(
            [
                "fulfillment.account.calls vendor=polyv account=a: 2",
                "fulfillment.account.calls vendor=polyv account=b: 1",
                "fulfillment.account.calls.allowed vendor=polyv account=a: 4",
                "fulfillment.account.calls.allowed vendor=polyv account=b: 1",
                "fulfillment.account.closed vendor=polyv account=a: 0",
                "fulfillment.account.closed vendor=polyv account=b: 1",
                "fulfillment.account.held vendor=polyv account=a: 1",
                "fulfillment.account.held vendor=polyv account=b: 0",
                "fulfillment.account.waiting vendor=polyv account=a: 7",
                "fulfillment.account.waiting vendor=polyv account=b: 0",
                "fulfillment.intake.paused vendor=polyv: 12",
            ],
            _measured.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_happens_to_calls_and_orders_is_counted()
    {
        _metrics.Split("polyv");
        _metrics.Isolated("polyv");
        _metrics.Withheld("polyv");
        _metrics.Parked("polyv", 250);
        _metrics.Waited("polyv", TimeSpan.FromMilliseconds(1500));

        Assert.Equal(
            [
                "fulfillment.calls.splits vendor=polyv: 1",
                "fulfillment.orders.isolated vendor=polyv: 1",
                "fulfillment.calls.withheld vendor=polyv: 1",
                "fulfillment.orders.parked vendor=polyv: 250",
                "fulfillment.queue.wait vendor=polyv: 1.5",
            ],
            _measured);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _metrics.Dispose();
        _services.Dispose();
    }

    private void Remember<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        where T : struct => _measured.Add(FormattableString.Invariant(
            $"{instrument.Name} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}: {value}"));

    private sealed class Polyv : IVendorGauges
    {
        public string Vendor => "polyv";

        public IEnumerable<AccountGauges> Accounts =>
            [new("a", IsSuspended: false, IsHeld: true, 7, 2, 4), new("b", IsSuspended: true, IsHeld: false, 0, 1, 1)];

        public int OrdersInFlight => 9;

        public TimeSpan TimeIntakePaused => TimeSpan.FromSeconds(12);
    }
}
