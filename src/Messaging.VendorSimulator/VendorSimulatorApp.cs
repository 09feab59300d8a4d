using Messaging.VendorSimulator.Accounts;
using Messaging.VendorSimulator.Faults;
using Messaging.VendorSimulator.Journal;

namespace Messaging.VendorSimulator;

/// <summary>Builds the simulator, to run alone or inside another process.</summary>
public static class VendorSimulatorApp
{
    private const string EnvironmentPrefix = "SIMULATOR_";
    private const int MaxRequestBytes = 4 * 1024 * 1024;

    /// <summary>
    /// Builds it to run alone: settings from the command line (<c>--Urls …</c>) and from environment variables that
    /// start with <c>SIMULATOR_</c>; says on the console where it listens, and ends on Ctrl+C.
    /// </summary>
    /// <param name="args">The command line.</param>
    /// <param name="others">Vendors beside the three, each with a demo account as they have.</param>
    /// <exception cref="ArgumentException">A setting is out of range; the message names every one.</exception>
    public static WebApplication Build(string[] args, params IEnumerable<SimulatedApi> others)
    {
        var configuration =
            new ConfigurationBuilder().AddEnvironmentVariables(EnvironmentPrefix).AddCommandLine(args).Build();
        var settings = VendorSimulatorSettings.From(configuration, others);
        return Build(settings, TimeProvider.System, builder => builder.Logging
            .AddSimpleConsole(console => console.SingleLine = true)
            .SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information));
    }

    /// <summary>
    /// Builds it to run inside another process: it logs nothing and leaves signals such as Ctrl+C to its host.
    /// </summary>
    /// <param name="settings">Where it listens, its accounts and how it misbehaves.</param>
    /// <param name="time">The clock of timestamps, rate limits and latency. Default: the system's.</param>
    /// <exception cref="ArgumentException">A setting is out of range; the message names every one.</exception>
    public static WebApplication Build(VendorSimulatorSettings settings, TimeProvider? time = null) =>
        Build(
            settings,
            time ?? TimeProvider.System,
            builder => builder.Services.AddSingleton<IHostLifetime, HostedLifetime>());

    /// <summary>Where a started simulator listens, with the port that it was given.</summary>
    /// <param name="app">What <see cref="Build(VendorSimulatorSettings, TimeProvider?)"/> returned, started.</param>
    public static Uri SimulatorAddress(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return new Uri(app.Urls.First());
    }

    /// <summary>The vendors: their journals, faults and accounts.</summary>
    /// <param name="app">What <see cref="Build(VendorSimulatorSettings, TimeProvider?)"/> returned.</param>
    public static SimulatedVendors SimulatedVendors(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return app.Services.GetRequiredService<SimulatedVendors>();
    }

    private static WebApplication Build(
        VendorSimulatorSettings settings, TimeProvider time, Action<WebApplicationBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var vendors = new SimulatedVendors(settings, time);
        // An empty builder reads no settings files: those in the current directory belong to the hosting process.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(vendors);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        configure(builder);

        var app = builder.Build();
        foreach (var url in settings.ParseUrls())
            app.Urls.Add(url);
        foreach (var api in settings.Apis)
            api.Map(app, vendors[api.Name], time);
        FaultEndpoints.Map(app, vendors);
        AccountEndpoints.Map(app, vendors);
        JournalEndpoints.Map(app, vendors);
        return app;
    }

    private sealed class HostedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
