using System.CommandLine;

namespace Messaging.Worker.Commands;

/// <summary>The program's verbs. Without one it is the service.</summary>
internal static class CommandLine
{
    /// <summary>What a verb may take to end when the process is told to; the service has a time of its own.</summary>
    private static readonly TimeSpan VerbTermination = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var service = ServiceCommand.Create();
        service.Subcommands.Add(CheckCommand.Create());
        service.Subcommands.Add(SignCommand.Create());
        var parsed = service.Parse(args);
        var code = await parsed.InvokeAsync(new InvocationConfiguration
        {
            Output = output,
            Error = error,
            // The host listens to signals itself, and drains.
            ProcessTerminationTimeout = parsed.CommandResult.Command == service ? null : VerbTermination,
        });
        return parsed.Errors.Count > 0 ? ExitCode.Misconfigured : code;
    }
}
