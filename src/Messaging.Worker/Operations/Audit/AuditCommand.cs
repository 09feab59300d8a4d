using System.CommandLine;
using System.Globalization;
using Messaging.Worker.Commands;
using Spectre.Console;

namespace Messaging.Worker.Operations.Audit;

/// <summary>What operators did, on the command line.</summary>
internal static class AuditCommand
{
    public static Command Create()
    {
        var who = new Option<string?>("--who") { Description = "By the holder of this key." };
        var action = new Option<string?>("--action") { Description = "Of this kind, as accounts.hold." };
        var limit = new Option<int>("--limit")
        {
            Description = "The most to show, up to 1,000.",
            DefaultValueFactory = _ => 100,
        };
        var after = new Option<string?>("--after") { Description = "Goes on where a list before ended." };
        var command = OperatorCommand.Create<AuditList>(
            "audit",
            "What operators did: who, when, what, to how many, why; the latest first.",
            parsed =>
            {
                var query = $"audit?limit={parsed.GetValue(limit)}";
                foreach (var option in new[] { who, action, after })
                {
                    if (parsed.GetValue(option) is { } value)
                        query += $"&{option.Name[2..]}={Uri.EscapeDataString(value)}";
                }

                return new(HttpMethod.Get, query);
            },
            Show);
        foreach (var option in new Option[] { who, action, limit, after })
            command.Options.Add(option);
        return command;
    }

    private static int Show(AuditList answer, IAnsiConsole console)
    {
        var table = new Table().AddColumns("when", "who", "did", "to", "how many", "why");
        foreach (var action in answer.Actions)
        {
            table.AddRow(
                TerminalText.Cell($"{action.At:u}"),
                TerminalText.Cell(action.Who),
                TerminalText.Cell(action.Action),
                TerminalText.Cell(action.Target),
                TerminalText.Cell(action.Count?.ToString(CultureInfo.InvariantCulture)),
                TerminalText.Cell(action.Why));
        }

        console.Write(table);
        OperatorCommand.WriteNext(console, answer.Next);
        return ExitCode.Success;
    }
}
