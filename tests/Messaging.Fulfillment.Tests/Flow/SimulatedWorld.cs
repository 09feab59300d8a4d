using System.Collections.Concurrent;
using MassTransit;
using Messaging.Contracts;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Vendors.Em;
using Messaging.Fulfillment.Vendors.Fengchao;
using Messaging.Fulfillment.Vendors.Polyv;
using Messaging.Testing;
using Messaging.VendorSimulator;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Tests.Flow;

/// <summary>The whole service in memory, against the simulated vendors, with a subscriber that remembers every result.</summary>
internal sealed class SimulatedWorld : IAsyncDisposable
{
    private readonly WebApplication _simulator;
    private readonly IHost _host;

    private SimulatedWorld(WebApplication simulator, IHost host)
    {
        _simulator = simulator;
        _host = host;
    }

    public SimulatedVendors Vendors => _simulator.SimulatedVendors();

    public IBus Bus => _host.Services.GetRequiredService<IBus>();

    public ILedger Ledger => _host.Services.GetRequiredService<ILedger>();

    public ConcurrentQueue<ReceivedResult> Results => _host.Services.GetRequiredService<ConcurrentQueue<ReceivedResult>>();

    public static async Task<SimulatedWorld> StartAsync(params (string Key, string Value)[] settings)
    {
        var simulator = VendorSimulatorApp.Build(new VendorSimulatorSettings { Urls = "http://127.0.0.1:0" });
        await simulator.StartAsync();

        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(Settings(simulator.SimulatorAddress()));
        builder.Configuration.AddInMemoryCollection(settings.Select(s => new KeyValuePair<string, string?>(s.Key, s.Value)));
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton<ConcurrentQueue<ReceivedResult>>();
        builder.Services.AddMassTransit(x =>
        {
            x.DisableUsageTelemetry();
            x.AddConsumer<ResultSubscriber>();
            x.AddFulfillment(builder.Configuration, vendors => vendors.AddPolyv().AddFengchao().AddEm());
            x.UsingInMemory((context, bus) => bus.ConfigureEndpoints(context));
        });
        var host = builder.Build();
        await host.StartAsync();
        return new(simulator, host);
    }

    /// <summary>Waits until so many results have come, and a little longer for any that should not.</summary>
    public async Task<IReadOnlyList<ReceivedResult>> ResultsAsync(int count)
    {
        await Eventually.TrueAsync(() => Results.Count >= count, $"{count} results have come");
        await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        return [.. Results];
    }

    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        await _simulator.DisposeAsync();
    }

    private static IEnumerable<KeyValuePair<string, string?>> Settings(Uri simulator)
    {
        yield return new("Ledger:ConnectionString", "Data Source=:memory:");
        yield return new("Ledger:PollInterval", "00:00:00.1");
        yield return new("Ledger:RetryDelay", "00:00:00.1");
        foreach (var vendor in new[] { "Polyv", "Fengchao", "Em" })
        {
            var path = $"Vendors:{vendor}";
            var name = vendor.ToLowerInvariant();
            yield return new($"{path}:BaseUrl", simulator.ToString());
            yield return new($"{path}:BatchTimeLimit", "00:00:00.1");
            yield return new($"{path}:CallsPerSecond", "1000");
            yield return new($"{path}:Burst", "100");
            yield return new($"{path}:QuickRetryDelay", "00:00:00.01");
            yield return new($"{path}:Accounts:main:AppId", $"demo-{name}");
            yield return new($"{path}:Accounts:main:AppSecret", $"demo-{name}-secret");
        }

        yield return new("Vendors:Fengchao:Accounts:main:SellerNick", "demo-shop");
    }
}

internal sealed record ReceivedResult(IFulfillmentResult Result, Guid? MessageId, Guid? CorrelationId, string? TraceParent)
{
    public FulfillmentFailed Failed => Assert.IsType<FulfillmentFailed>(Result);
}

internal sealed class ResultSubscriber(ConcurrentQueue<ReceivedResult> results) : IConsumer<FulfillmentSucceeded>, IConsumer<FulfillmentFailed>
{
    public Task Consume(ConsumeContext<FulfillmentSucceeded> context) => Remember(context, context.Message);

    public Task Consume(ConsumeContext<FulfillmentFailed> context) => Remember(context, context.Message);

    private Task Remember(ConsumeContext context, IFulfillmentResult result)
    {
        results.Enqueue(new(result, context.MessageId, context.CorrelationId, context.Headers.Get<string>("MT-Activity-Id")));
        return Task.CompletedTask;
    }
}
