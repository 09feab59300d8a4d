using Messaging.Benchmarks.Orders;
using Messaging.Benchmarks.World;
using Messaging.Contracts;
using Messaging.Fulfillment.Vendors;
using Messaging.VendorSimulator;

namespace Messaging.Benchmarks.Rivals;

/// <summary>
/// Runs a rival until it is killed. One that meets anything but success ends: its measurement does not count.
/// </summary>
internal static class RivalProgram
{
    /// <summary>Calls on the wire at the same time, the service's default, for everybody.</summary>
    public const int CallsInFlight = 4;

    /// <summary>How long an order may wait for others to fill its call, the service's default, for everybody.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(1);

    public static Task RunAsync(
        string name, string vendor, string broker, string vendorAddress, CancellationToken cancellationToken)
    {
        var flow = Flow.Of(vendor);
        var address = new Uri(vendorAddress);
        return flow.Vendor switch
        {
            VendorNames.Polyv => RunAsync(name, flow, broker, RivalAdapters.Polyv(address), cancellationToken),
            VendorNames.Fengchao => RunAsync(name, flow, broker, RivalAdapters.Fengchao(address), cancellationToken),
            _ => RunAsync(name, flow, broker, RivalAdapters.Em(address), cancellationToken),
        };
    }

    private static Task RunAsync<TEvent>(
        string name, Flow flow, string broker, IVendorAdapter<TEvent> adapter, CancellationToken cancellationToken)
        where TEvent : class, IOrderEvent
    {
        var vendor = new RivalVendor<TEvent>(adapter);
        return name switch
        {
            Contestants.Raw => new RawRival<TEvent>(flow, broker, vendor).RunAsync(cancellationToken),
            Contestants.MassTransit => MassTransitRival.RunBatchesAsync(flow, broker, vendor, cancellationToken),
            Contestants.Single => MassTransitRival.RunSinglesAsync(flow, broker, vendor, cancellationToken),
            _ => throw new ArgumentException($"There is no rival '{name}' in this program.", nameof(name)),
        };
    }
}
