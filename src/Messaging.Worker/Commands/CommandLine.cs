using System.CommandLine;
using Messaging.Fulfillment.Vendors;
using Messaging.Worker.Operations.Accounts;
using Messaging.Worker.Operations.Audit;
using Messaging.Worker.Operations.DeadLetters;
using Messaging.Worker.Operations.Failures;
using Messaging.Worker.Operations.Holds;
using Messaging.Worker.Operations.Orders;
using Messaging.Worker.Operations.Workers;

namespace Messaging.Worker.Commands;

/// <summary>The program's commands. Without one it runs the service.</summary>
internal static class CommandLine
{
    /// <summary>How long a command may take to end after a signal; the service has a timeout of its own.</summary>
    private static readonly TimeSpan CommandTermination = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(
        string[] args, TextWriter output, TextWriter error, Action<VendorsBuilder>? vendors = null)
    {
        var service = ServiceCommand.Create(vendors);
        service.Subcommands.Add(CheckCommand.Create(vendors));
        service.Subcommands.Add(SignCommand.Create(vendors));
        service.Subcommands.Add(ApiKeyCommand.Create());
        service.Subcommands.Add(UserCommand.Create());
        service.Subcommands.Add(ExplainCommand.Create());
        service.Subcommands.Add(AccountsCommand.Create());
        service.Subcommands.Add(WorkersCommand.Create());
        service.Subcommands.Add(FailureCommand.Create());
        service.Subcommands.Add(StagedRetryCommand.Create());
        service.Subcommands.Add(DeadLetterCommand.Create());
        service.Subcommands.Add(WaitingCommand.CreateList());
        service.Subcommands.Add(WaitingCommand.CreateGiveUp());
        service.Subcommands.Add(HoldCommand.CreateHold());
        service.Subcommands.Add(HoldCommand.CreateRelease());
        service.Subcommands.Add(AuditCommand.Create());
        var parsed = service.Parse(args);
        var code = await parsed.InvokeAsync(new InvocationConfiguration
        {
            Output = output,
            Error = error,
            // The service's host handles signals itself: it drains before it ends.
            ProcessTerminationTimeout = parsed.CommandResult.Command == service ? null : CommandTermination,
        });
        return parsed.Errors.Count > 0 ? ExitCode.Misconfigured : code;
    }
}
