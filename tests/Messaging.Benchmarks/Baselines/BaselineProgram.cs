using Messaging.Benchmarks.Baselines.Ledgers;
using Messaging.Benchmarks.Environments;
using Messaging.Benchmarks.Orders;
using Messaging.Contracts;
using Messaging.Fulfillment.Vendors;
using Messaging.VendorSimulator;

namespace Messaging.Benchmarks.Baselines;

/// <summary>
/// Runs a baseline until it is killed. It ends at the first failure: then its measurement does not count.
/// </summary>
internal static class BaselineProgram
{
    /// <summary>Calls in flight at the same time; the service's default, the same for all contestants.</summary>
    public const int CallsInFlight = 4;

    /// <summary>How long an order may wait for its call to fill; the service's default.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(1);

    public static Task RunAsync(
        string name,
        string vendor,
        string broker,
        string vendorAddress,
        string database,
        CancellationToken cancellationToken)
    {
        var flow = Flow.Parse(vendor);
        var address = new Uri(vendorAddress);
        return flow.Vendor switch
        {
            VendorNames.Polyv => RunAsync(
                name, flow, broker, BaselineAdapters.Polyv(address), database, cancellationToken),
            VendorNames.Fengchao => RunAsync(
                name, flow, broker, BaselineAdapters.Fengchao(address), database, cancellationToken),
            _ => RunAsync(
                name, flow, broker, BaselineAdapters.Em(address), database, cancellationToken),
        };
    }

    private static async Task RunAsync<TEvent>(
        string name,
        Flow flow,
        string broker,
        IVendorAdapter<TEvent> adapter,
        string database,
        CancellationToken cancellationToken)
        where TEvent : class, IOrderEvent
    {
        var vendor = new BaselineVendor<TEvent>(adapter);
        switch (name)
        {
            case Contestants.Raw:
                await new RawBaseline<TEvent>(flow, broker, vendor).RunAsync(cancellationToken);
                break;
            case Contestants.RawWithLedger:
                await using (var store = await ResultStore.OpenAsync(database, cancellationToken))
                    await new RawBaseline<TEvent>(flow, broker, vendor, store).RunAsync(cancellationToken);
                break;
            case Contestants.MassTransit:
                await MassTransitBaseline.RunBatchesAsync(flow, broker, vendor, cancellationToken);
                break;
            case Contestants.MassTransitWithOutbox:
                await using (var tables = await MessageTables.OpenAsync(database, cancellationToken))
                    await MassTransitBaseline.RunWithOutboxAsync(flow, broker, vendor, tables, cancellationToken);
                break;
            case Contestants.Wolverine:
                await WolverineBaseline.RunAsync(flow, broker, vendor, cancellationToken);
                break;
            case Contestants.Single:
                await MassTransitBaseline.RunSinglesAsync(flow, broker, vendor, cancellationToken);
                break;
            default:
                throw new ArgumentException($"There is no baseline '{name}' in this program.", nameof(name));
        }
    }
}
