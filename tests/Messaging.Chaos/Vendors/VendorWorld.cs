using Messaging.Chaos.Service;
using Messaging.VendorSimulator;
using Messaging.VendorSimulator.Faults;
using Microsoft.AspNetCore.Builder;

namespace Messaging.Chaos.Vendors;

/// <summary>
/// The simulated vendors, in this process, so that they outlive every worker; they remember when they were asked for
/// what.
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

    /// <summary>Has all vendors misbehave alike, each by a draw of its own.</summary>
    public void Set(FaultProfile faults)
    {
        foreach (var vendor in Vendors.All)
            vendor.Faults = faults;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
