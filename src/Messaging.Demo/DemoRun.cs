using MassTransit;
using Messaging.Fulfillment.Ledger;
using Messaging.VendorSimulator;
using Messaging.Worker.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Spectre.Console;

namespace Messaging.Demo;

/// <summary>
/// The real service, on a bus in memory, with simulated vendors and a ledger that is deleted afterwards.
/// </summary>
internal static class DemoRun
{
    /// <summary>When to stop waiting for results: the demo has failed by then.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    public static async Task<int> RunAsync(
        DemoSettings settings, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("messaging-demo-");
        try
        {
            await using var simulator = BuildSimulator(settings);
            await simulator.StartAsync(cancellationToken);
            await using var host = BuildHost(
                DemoConfiguration.Build(simulator.SimulatorAddress(), Path.Combine(folder.FullName, "ledger.db")),
                settings);
            await host.StartAsync(cancellationToken);
            var code =
                await ShowAsync(settings, host.Services, simulator.SimulatedVendors(), console, cancellationToken);
            if (settings.Stay)
                await DemoPage.StayAsync(host, console, cancellationToken);
            await host.StopAsync(CancellationToken.None);
            return code;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<int> ShowAsync(
        DemoSettings settings,
        IServiceProvider services,
        SimulatedVendors vendors,
        IAnsiConsole console,
        CancellationToken cancellationToken)
    {
        var events = DemoEvents.Create(settings);
        var tracker = services.GetRequiredService<DemoTracker>();
        var time = services.GetRequiredService<TimeProvider>();
        var sending = SendAsync(events, services.GetRequiredService<IBus>(), tracker, cancellationToken);
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await DemoProgress.WatchAsync(tracker, settings.Orders, time, console, either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            console.WriteLine($"Not every event was answered within {Limit.TotalMinutes:F0} minutes.");
        }

        await sending;
        var totals = await services.GetRequiredService<ILedgerReports>().CountAsync(cancellationToken);
        var orders = tracker.Orders.ToArray();
        var sums = DemoSums.Count(orders, totals.Sum(total => total.Waiting));
        var errors = JournalAudit.FindErrors(orders, vendors);
        console.Write(DemoReport.Tabulate(orders, vendors));
        console.WriteLine(
            errors.Count == 0
                ? "The vendors' journals agree with the results."
                : "The vendors' journals do not agree with the results:");
        foreach (var error in errors)
            console.WriteLine($"  {error}");
        console.WriteLine(sums.ToString());
        return sums is { Lost: 0, Waiting: 0 } && errors.Count == 0 ? 0 : 1;
    }

    private static Task SendAsync(
        IReadOnlyList<DemoEvent> events, IBus bus, DemoTracker tracker, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(events, cancellationToken, async (sent, token) =>
        {
            tracker.Sending(sent);
            await bus.Publish(sent.Event, sent.Event.GetType(), token);
        });

    private static WebApplication BuildSimulator(DemoSettings settings)
    {
        var simulator = new VendorSimulatorSettings { Urls = "http://127.0.0.1:0" };
        foreach (var vendor in VendorNames.All)
        {
            simulator.Accounts[vendor] = DemoAccount.GetAll(vendor)
                .ToDictionary(account => account.AppId, account => account.ToSimulator(), StringComparer.Ordinal);
            simulator.Faults[vendor] = DemoFaults.Create(settings, vendor);
        }

        return VendorSimulatorApp.Build(simulator);
    }

    private static WebApplication BuildHost(IConfiguration configuration, DemoSettings settings)
    {
        var builder = WorkerHost.CreateBuilder();
        builder.Configuration.AddConfiguration(configuration);
        if (settings.Stay)
            builder.Configuration.AddInMemoryCollection(DemoPage.CreateSettings());
        // Errors go to standard error, so that they do not break up the table.
        builder.Services.Configure<ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddSingleton<DemoTracker>();
        builder.Services.PostConfigure<MassTransitHostOptions>(bus => bus.WaitUntilStarted = true);
        return WorkerHost.Build(builder, others: bus =>
            bus.AddConsumer<DemoResults>().Endpoint(endpoint => endpoint.PrefetchCount = 1000));
    }
}
