using MassTransit;
using Messaging.Contracts;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Vendors;
using Messaging.Worker.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Integration.Tests.Crashes;

/// <summary>The real worker, with fail points around its ledger, its adapters and its publishing.</summary>
internal static class CrashWorker
{
    public const string Verb = "crash-worker";
    public const string Setting = "Crash:At";

    public static async Task<int> RunAsync()
    {
        var builder = WorkerHost.CreateBuilder();
        CrashWindow? at = Enum.TryParse<CrashWindow>(builder.Configuration[Setting], out var window) ? window : null;
        var point = new CrashPoint(at);
        builder.Services.AddSingleton(point);
        builder.Services.AddWorker(builder.Configuration, others: bus => bus.AddPublishObserver<CrashingPublish>());
        Decorate<ILedger>(builder.Services, ledger => new CrashingLedger(ledger, point));
        Decorate<IVendorAdapter<OrderShipped>>(
            builder.Services, adapter => new CrashingAdapter<OrderShipped>(adapter, point));
        Decorate<IVendorAdapter<OrderModified>>(
            builder.Services, adapter => new CrashingAdapter<OrderModified>(adapter, point));
        Decorate<IVendorAdapter<OrderMarkedDelivering>>(
            builder.Services, adapter => new CrashingAdapter<OrderMarkedDelivering>(adapter, point));
        await using var app = builder.Build();
        await app.RunAsync();
        return 0;
    }

    private static void Decorate<T>(IServiceCollection services, Func<T, T> wrap)
        where T : class
    {
        var inner = services.Last(service => service.ServiceType == typeof(T));
        services.Remove(inner);
        services.AddSingleton(provider => wrap(
            (T)(inner.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(
                provider, inner.ImplementationType!))));
    }
}
