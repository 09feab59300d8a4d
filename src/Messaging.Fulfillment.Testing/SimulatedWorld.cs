using System.Collections.Concurrent;
using MassTransit;
using Messaging.Fulfillment.Dispatch.Accounts;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Vendors.Em;
using Messaging.Fulfillment.Vendors.Fengchao;
using Messaging.Fulfillment.Vendors.Polyv;
using Messaging.VendorSimulator;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messaging.Fulfillment.Testing;

/// <summary>
/// The whole service against the simulated vendors, in memory or on RabbitMQ, with a subscriber that records every
/// result. It can be stopped and started again on the same vendors.
/// </summary>
public sealed class SimulatedWorld : IAsyncDisposable
{
    private readonly WebApplication _simulator;
    private readonly Uri? _rabbitMq;
    private readonly AddedVendor? _added;
    private readonly (string Key, string Value)[] _settings;
    private IHost _host = null!;

    private SimulatedWorld(
        WebApplication simulator, Uri? rabbitMq, AddedVendor? added, (string Key, string Value)[] settings)
    {
        _simulator = simulator;
        _rabbitMq = rabbitMq;
        _added = added;
        _settings = settings;
    }

    /// <summary>The vendors: what they did, and how they misbehave.</summary>
    public SimulatedVendors Vendors => _simulator.SimulatedVendors();

    /// <summary>The bus that the service is on.</summary>
    public IBus Bus => _host.Services.GetRequiredService<IBus>();

    /// <summary>The service's ledger.</summary>
    public ILedger Ledger => _host.Services.GetRequiredService<ILedger>();

    /// <summary>Every result that came, in the order of coming, repeats included.</summary>
    public ConcurrentQueue<ReceivedResult> Results { get; } = [];

    /// <summary>Every line that the service logged, exceptions included.</summary>
    public ConcurrentQueue<string> Log { get; } = [];

    /// <summary>Starts it in memory, with the three vendors.</summary>
    /// <param name="settings">Settings beside <see cref="Settings"/>.</param>
    public static Task<SimulatedWorld> StartAsync(params (string Key, string Value)[] settings) =>
        StartAsync(rabbitMq: null, added: null, settings);

    /// <summary>Starts it on a broker, with the three vendors.</summary>
    /// <param name="rabbitMq">The broker's address, with user and password.</param>
    /// <param name="settings">Settings beside <see cref="Settings"/>.</param>
    public static Task<SimulatedWorld> StartAsync(Uri rabbitMq, params (string Key, string Value)[] settings) =>
        StartAsync(rabbitMq, added: null, settings);

    /// <summary>Starts it in memory, with a vendor of your own beside the three.</summary>
    /// <param name="added">The vendor.</param>
    /// <param name="settings">Settings beside <see cref="Settings"/>.</param>
    public static Task<SimulatedWorld> StartAsync(AddedVendor added, params (string Key, string Value)[] settings) =>
        StartAsync(rabbitMq: null, added, settings);

    private static async Task<SimulatedWorld> StartAsync(
        Uri? rabbitMq, AddedVendor? added, (string Key, string Value)[] settings)
    {
        var vendors = new VendorSimulatorSettings { Urls = "http://127.0.0.1:0" };
        if (added is not null)
            vendors.Add(added.Api);
        var simulator = VendorSimulatorApp.Build(vendors);
        await simulator.StartAsync();
        var world = new SimulatedWorld(simulator, rabbitMq, added, settings);
        await world.StartServiceAsync();
        return world;
    }

    /// <summary>Starts the service again after <see cref="StopServiceAsync"/>.</summary>
    public async Task StartServiceAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(
            CreateSettings(_simulator.SimulatorAddress(), Vendors.All.Select(vendor => vendor.Name)));
        builder.Configuration.AddInMemoryCollection(
            _settings.Select(s => new KeyValuePair<string, string?>(s.Key, s.Value)));

        // MassTransit shares one logger factory among all buses of a process. If that were the factory of a host that
        // ends, reconnecting endpoints of other hosts would fail.
        LogContext.ConfigureCurrentLogContext(NullLoggerFactory.Instance);
        builder.Services.AddSingleton<ILoggerFactory>(new RecordingLoggerFactory(Log));
        builder.Services.AddSingleton(Results);
        builder.Services.AddOptions<MassTransitHostOptions>().Configure(host => host.WaitUntilStarted = true);
        builder.Services.AddMassTransit(x =>
        {
            x.DisableUsageTelemetry();
            x.AddConsumer<ResultSubscriber>();
            x.AddFulfillment(builder.Configuration, vendors =>
            {
                vendors.AddPolyv().AddFengchao().AddEm();
                _added?.Add(vendors);
            });
            if (_rabbitMq is null)
            {
                x.UsingInMemory((context, bus) => bus.ConfigureEndpoints(context));
            }
            else
            {
                x.UsingRabbitMq((context, bus) =>
                {
                    bus.Host(_rabbitMq);
                    bus.ConfigureEndpoints(context);
                });
            }
        });
        _host = builder.Build();
        await _host.StartAsync();
    }

    /// <summary>Stops the service as an operator would; the vendors stay.</summary>
    public async Task StopServiceAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    /// <summary>Changes settings of the running service, as an operator does who edits its configuration.</summary>
    /// <param name="settings">The settings that change.</param>
    public void Configure(params (string Key, string Value)[] settings)
    {
        var configuration = (IConfigurationRoot)_host.Services.GetRequiredService<IConfiguration>();
        foreach (var (key, value) in settings)
            configuration[key] = value;
        configuration.Reload();
    }

    /// <summary>The state of the accounts in the service.</summary>
    public IReadOnlyList<AccountState> Accounts => _host.Services.GetRequiredService<AccountStates>().List();

    /// <summary>Waits until that many results have come, and a little longer for surplus ones.</summary>
    /// <param name="count">How many.</param>
    /// <exception cref="TimeoutException">They have not come within 30 seconds.</exception>
    public async Task<IReadOnlyList<ReceivedResult>> ResultsAsync(int count)
    {
        await Eventually.TrueAsync(() => Results.Count >= count, $"{count} results have come");
        await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        return [.. Results];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        await _simulator.DisposeAsync();
    }

    /// <summary>
    /// Settings of a service whose vendors are simulated at an address, with a ledger in memory and no long waits.
    /// </summary>
    /// <param name="simulator">The simulator's address.</param>
    public static IEnumerable<KeyValuePair<string, string?>> Settings(Uri simulator) =>
        CreateSettings(simulator, VendorNames.All);

    private static IEnumerable<KeyValuePair<string, string?>> CreateSettings(
        Uri simulator, IEnumerable<string> vendors)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        yield return new("Ledger:ConnectionString", "Data Source=:memory:");
        yield return new("Ledger:PollInterval", "00:00:00.1");
        yield return new("Ledger:RetryDelay", "00:00:00.1");
        foreach (var name in vendors)
        {
            var path = $"Vendors:{name}";
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
