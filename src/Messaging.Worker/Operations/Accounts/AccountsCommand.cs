using System.CommandLine;
using System.Globalization;
using Messaging.Worker.Commands;
using Spectre.Console;

namespace Messaging.Worker.Operations.Accounts;

/// <summary>The vendors' accounts, on the command line.</summary>
internal static class AccountsCommand
{
    public static Command Create() => OperatorCommand.Create<AccountsAnswer>(
        "accounts",
        "The accounts that the worker has sent something for: which are suspended or held, why, and what happens next.",
        _ => new(HttpMethod.Get, "accounts"),
        Show);

    private static int Show(AccountsAnswer answer, IAnsiConsole console)
    {
        var table = new Table().AddColumns("vendor", "account", "state", "since", "waiting", "reason", "next");
        foreach (var account in answer.Accounts)
        {
            table.AddRow(
                TerminalText.Cell(account.Vendor),
                TerminalText.Cell(account.Account),
                TerminalText.Cell(account.State),
                TerminalText.Cell($"{account.Hold?.Since ?? account.Since:u}"),
                TerminalText.Cell(account.Waiting.ToString(CultureInfo.InvariantCulture)),
                TerminalText.Cell(account.Hold?.ToString() ?? account.Reason),
                TerminalText.Cell(account.Hold is null ? account.Next : "waits until somebody releases it"));
        }

        console.Write(table);
        return ExitCode.Success;
    }
}
