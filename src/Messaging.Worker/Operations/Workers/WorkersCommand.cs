using System.CommandLine;
using System.Globalization;
using Messaging.Worker.Commands;
using Spectre.Console;

namespace Messaging.Worker.Operations.Workers;

/// <summary>The workers of a ledger, on the command line.</summary>
internal static class WorkersCommand
{
    public static Command Create() => OperatorCommand.Create<WorkersAnswer>(
        "workers",
        "All workers of the ledger, whichever is asked: since when, with what in hand, and what is wrong with them.",
        _ => new(HttpMethod.Get, "workers"),
        Show);

    private static int Show(WorkersAnswer answer, IAnsiConsole console)
    {
        var table = new Table()
            .AddColumns("worker", "state", "version", "started", "renewed", "orders", "calls", "clock ahead");
        foreach (var worker in answer.Workers)
        {
            table.AddRow(
                TerminalText.Cell(worker.IsThis ? $"{worker.Worker} ({WorkerWords.This.English})" : worker.Worker),
                TerminalText.Cell(Describe(worker)),
                TerminalText.Cell(worker.Version),
                TerminalText.Cell($"{worker.StartedAt:u}"),
                TerminalText.Cell(Write(worker.LagSeconds, "0.0", " s ago")),
                TerminalText.Cell(Write(worker.Orders, "0")),
                TerminalText.Cell(Write(worker.Calls, "0")),
                TerminalText.Cell(Write(worker.ClockOffsetSeconds, "0.0", " s")));
        }

        console.Write(table);
        foreach (var problem in answer.Problems)
            console.WriteLine(TerminalText.Clean(problem));
        return ExitCode.Success;
    }

    private static string Describe(WorkerAnswer worker) => worker.State switch
    {
        WorkerState.Lost => $"lost since {worker.LeaseUntil:u}",
        WorkerState.TakenOver => $"lost, taken over {worker.TakenOverAt:u}",
        var state => state.ToString().ToLowerInvariant(),
    };

    private static string? Write(IFormattable? number, string format, string unit = "") =>
        number is null ? null : number.ToString(format, CultureInfo.InvariantCulture) + unit;
}
