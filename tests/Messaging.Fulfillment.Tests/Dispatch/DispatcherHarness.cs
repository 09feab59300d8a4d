using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Results;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Telemetry;
using Messaging.Fulfillment.Vendors;
using Messaging.Testing;

namespace Messaging.Fulfillment.Tests.Dispatch;

/// <summary>A whole dispatcher on a manual clock; without broker, database and vendor.</summary>
internal sealed class DispatcherHarness : IAsyncDisposable
{
    public DispatcherHarness(ScriptedAdapter adapter, TestLimits? limits = null)
    {
        Adapter = adapter;
        Limits = limits ?? new() { OrdersPerCall = 10 };
        Settings = new(() => Limits);
        Holds = new(Ledger.Ledger);
        Metrics = TestMetrics.Create(Time);
        Dispatcher = new(
            adapter,
            Settings,
            Ledger.Ledger,
            Holds,
            Bus.CreatePublisher(Metrics, Time, Log.For<ResultPublisher>()),
            new Backlog<OrderMarkedDelivering>(Settings, Time),
            new FixedOptions<RetryOptions>(new()),
            Metrics,
            Time,
            Log.Factory);
    }

    public ManualTimeProvider Time { get; } = new(Orders.Noon);

    public ScriptedAdapter Adapter { get; }

    public TestLimits Limits { get; }

    public VendorSettings<OrderMarkedDelivering> Settings { get; }

    public RecordingLedger Ledger { get; } = new();

    public OperatorHolds Holds { get; }

    public RecordingBus Bus { get; } = new();

    public LogLines Log { get; } = new();

    public FulfillmentMetrics Metrics { get; }

    public Dispatcher<OrderMarkedDelivering> Dispatcher { get; }

    public void Dispatch(params OrderEntry[] entries) =>
        Dispatcher.DispatchDue([.. entries.Select(entry => (entry, Orders.Event(entry)))]);

    /// <summary>Moves the clock half a second at a time until the condition holds.</summary>
    public Task RunUntilAsync(Func<bool> condition, string what) => Eventually.TrueAsync(
        () =>
        {
            if (condition())
                return true;
            Time.Advance(TimeSpan.FromSeconds(0.5));
            return false;
        },
        what);

    public async ValueTask DisposeAsync()
    {
        await Dispatcher.DisposeAsync();
        Metrics.Dispose();
    }
}
