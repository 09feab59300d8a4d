using System.CommandLine;
using Messaging.Worker.Commands;
using Messaging.Worker.Hosting;
using Spectre.Console;

namespace Messaging.Worker.Operations.Holds;

/// <summary>Accounts and vendors held and released, on the command line.</summary>
internal static class HoldCommand
{
    public static Command CreateHold() => Create(
        "hold", "Has an account, or all accounts of a vendor, called no more by any worker; their orders wait.");

    public static Command CreateRelease() => Create("release", "Ends a hold: what waited is sent.");

    private static Command Create(string action, string description)
    {
        var vendor = new Argument<string>("vendor") { Description = "As fengchao." };
        var account = new Argument<string?>("account")
        {
            Description = "As in the settings. Default: all of the vendor's.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var why = new Option<string>("--why")
        {
            Description = "The reason, for the audit log and for whoever asks why nothing is sent.",
            Required = true,
        };
        var command = OperatorCommand.Create<HoldList>(
            action,
            description,
            parsed => new(
                HttpMethod.Post, Address(parsed.GetRequiredValue(vendor), parsed.GetValue(account)) + action)
            {
                Content = JsonContent.Create(new HoldRequest(parsed.GetValue(why)), options: AnswerJson.Wire),
            },
            Show);
        command.Arguments.Add(vendor);
        command.Arguments.Add(account);
        command.Options.Add(why);
        return command;
    }

    private static string Address(string vendor, string? account) => account is null
        ? $"vendors/{Uri.EscapeDataString(vendor)}/"
        : $"accounts/{Uri.EscapeDataString(vendor)}/{Uri.EscapeDataString(account)}/";

    private static int Show(HoldList answer, IAnsiConsole console)
    {
        foreach (var hold in answer.Holds)
            console.WriteLine(TerminalText.Clean($"{hold}"));
        if (answer.Holds.Count == 0)
            console.WriteLine("Nothing is held.");
        return ExitCode.Success;
    }
}
