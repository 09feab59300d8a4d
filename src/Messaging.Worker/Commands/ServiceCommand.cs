using System.CommandLine;
using Messaging.Fulfillment.Ledger;
using Messaging.Worker.Hosting;

namespace Messaging.Worker.Commands;

/// <summary>Runs the service until it is told to stop.</summary>
internal static class ServiceCommand
{
    public static RootCommand Create()
    {
        var command = new RootCommand(
            "Takes order events from the bus, calls the vendors, and answers each event with one result.");
        command.SetAction(
            (parsed, cancellationToken) => RunAsync(parsed.InvocationConfiguration.Error, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(TextWriter error, CancellationToken cancellationToken)
    {
        if (!ConfigurationLoader.TryRead(error, out var builder))
            return ExitCode.Misconfigured;

        await using var app = WorkerHost.Build(builder);
        try
        {
            await app.RunAsync(cancellationToken);
            return ExitCode.Success;
        }
        catch (Exception e) when (e is LedgerException or IOException)
        {
            // What the operator has to correct: the ledger is in use elsewhere, the port is taken. The log has the
            // details.
            await error.WriteLineAsync($"The service cannot start: {e.Message}");
            return ExitCode.Failure;
        }
    }
}
