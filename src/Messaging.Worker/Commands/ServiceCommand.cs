using System.CommandLine;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Vendors;
using Messaging.Worker.Hosting;

namespace Messaging.Worker.Commands;

/// <summary>Runs the service until it is told to stop.</summary>
internal static class ServiceCommand
{
    public static RootCommand Create(Action<VendorsBuilder>? vendors)
    {
        var command = new RootCommand(
            "Takes order events from the bus, calls the vendors, and answers each event with one result. Exit codes: "
                + "0 done; 1 it could not, or what was checked is not in order; 2 the configuration or the command "
                + "line is wrong.");
        command.SetAction(
            (parsed, cancellationToken) => RunAsync(
                SettingsOptions.Read(parsed), vendors, parsed.InvocationConfiguration.Error, cancellationToken));
        SettingsOptions.AddTo(command);
        return command;
    }

    private static async Task<int> RunAsync(
        SettingsPaths paths,
        Action<VendorsBuilder>? vendors,
        TextWriter error,
        CancellationToken cancellationToken)
    {
        if (!ConfigurationLoader.TryRead(paths, vendors, error, out var builder))
            return ExitCode.Misconfigured;

        await using var app = WorkerHost.Build(builder, vendors);
        return await RunAsync(app, error, cancellationToken);
    }

    /// <summary>Runs the service; its exit code says whether it was told to stop or could not go on.</summary>
    internal static async Task<int> RunAsync(WebApplication app, TextWriter error, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
            await app.WaitForShutdownAsync(cancellationToken);
        }
        catch (Exception e) when (e is LedgerException or IOException)
        {
            // What the operator has to correct: the ledger is in use elsewhere, the port is taken.
            await error.WriteLineAsync($"The service cannot run: {e.Message}");
            return ExitCode.Failure;
        }
        catch (OperationCanceledException)
        {
            // Told to stop before it had started: what has started may have claimed orders already, and releases them.
            await app.StopAsync(CancellationToken.None);
        }

        // The host stops when a service of it fails, logs why, and then says that all is well.
        var failed = app.Services.GetServices<IHostedService>().OfType<BackgroundService>()
            .FirstOrDefault(service => service.ExecuteTask is { IsFaulted: true });
        if (failed is null)
            return ExitCode.Success;
        var reason = failed.ExecuteTask!.Exception!.GetBaseException().Message;
        await error.WriteLineAsync($"The service ended by a fault of {failed.GetType().Name}: {reason}");
        return ExitCode.Failure;
    }
}
