using Messaging.Chaos.Service;
using Messaging.VendorSimulator;
using Messaging.VendorSimulator.Faults;
using Microsoft.AspNetCore.Builder;

namespace Messaging.Chaos.Vendors;

/// <summary>
/// The simulated vendors, in this process, so that they outlive every worker, with a log of their requests.
/// </summary>
public sealed class VendorWorld : IAsyncDisposable
{
    private readonly WebApplication _app;

    private VendorWorld(WebApplication app) => _app = app;

    public Uri Address => _app.SimulatorAddress();

    public SimulatedVendors Vendors => _app.SimulatedVendors();

    public RequestLog Requests { get; } = new();

    public static async Task<VendorWorld> StartAsync(IEnumerable<VendorAccount> accounts)
    {
        var settings = new VendorSimulatorSettings { Urls = "http://127.0.0.1:0" };
        foreach (var vendor in accounts.GroupBy(account => account.Vendor, StringComparer.Ordinal))
            settings.Accounts[vendor.Key] = vendor.ToDictionary(
                account => account.AppId, account => account.ForSimulator(), StringComparer.Ordinal);
        var world = new VendorWorld(VendorSimulatorApp.Build(settings));
        world._app.Use(async (context, next) =>
        {
            var (vendor, orders) = await AskedFor.ReadAsync(context.Request);
            var at = TimeProvider.System.GetUtcNow();
            var end = RequestEnd.Watch(context);
            try
            {
                await next(context);
            }
            finally
            {
                var until = end.At;
                foreach (var order in orders)
                    world.Requests.Add(vendor, order, at, until);
            }
        });
        await world._app.StartAsync();
        return world;
    }

    /// <summary>Sets the same faults for all vendors; which calls are hit differs between them.</summary>
    public void Set(FaultProfile faults)
    {
        foreach (var vendor in Vendors.All)
            vendor.Faults = faults;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
