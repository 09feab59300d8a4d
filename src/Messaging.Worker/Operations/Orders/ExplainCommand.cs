using System.CommandLine;
using Messaging.Worker.Commands;
using Spectre.Console;

namespace Messaging.Worker.Operations.Orders;

/// <summary>Why has order X not shipped? On the command line.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var order = new Argument<string>("order") { Description = "The order's number, exactly." };
        var command = OperatorCommand.Create<OrderAnswer>(
            "explain",
            "Says of each event of an order what became of it, what was tried when, and what happens next.",
            parsed => new(HttpMethod.Get, $"orders/{Uri.EscapeDataString(parsed.GetRequiredValue(order))}"),
            Show);
        command.Arguments.Add(order);
        return command;
    }

    private static int Show(OrderAnswer answer, IAnsiConsole console)
    {
        foreach (var one in answer.Events)
        {
            console.WriteLine(TerminalText.Clean($"{one.EventType} of {one.OccurredAt:u}, {one.Vendor} {one.Account}"));
            console.WriteLine(TerminalText.Clean($"  {one.Why}"));
            foreach (var entry in one.Timeline)
                console.WriteLine(TerminalText.Clean($"  {entry.At:u}  {entry.Text}"));
            console.WriteLine(TerminalText.Clean($"  next: {one.Next}"));
            console.WriteLine(TerminalText.Clean($"  {one.State}, in {one.Attempts} calls, event {one.EventId}"));
        }

        return ExitCode.Success;
    }
}
