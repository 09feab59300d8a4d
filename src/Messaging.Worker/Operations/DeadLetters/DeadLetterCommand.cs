using System.CommandLine;
using System.Globalization;
using Messaging.Worker.Commands;
using Messaging.Worker.Hosting;
using Spectre.Console;

namespace Messaging.Worker.Operations.DeadLetters;

/// <summary>Messages that were put aside, on the command line.</summary>
internal static class DeadLetterCommand
{
    public static Command Create() =>
        new("dead-letters", "Shows, sends again and drops messages that were put aside, through a running worker.")
        {
            CreateCount(),
            CreateList(),
            CreateShow(),
            CreateAction("send-again", "Sends messages again to the queue that they came from."),
            CreateAction("drop", "Drops messages for good."),
        };

    private static Argument<string> Queue() => new("queue") { Description = "As fulfillment-polyv_error." };

    private static Command CreateCount() => OperatorCommand.Create<DeadLetterCounts>(
        "count",
        "How many there are, by queue.",
        _ => new(HttpMethod.Get, "dead-letters"),
        (counts, console) =>
        {
            var table = new Table().AddColumns("queue", "messages");
            foreach (var (queue, messages) in counts.Queues)
                table.AddRow(TerminalText.Cell(queue), new Text(messages.ToString(CultureInfo.InvariantCulture)));
            console.Write(table);
            return ExitCode.Success;
        });

    private static Command CreateList()
    {
        var queue = Queue();
        var limit = new Option<uint>("--limit")
        {
            Description = "The most messages to show, up to 1,000.",
            DefaultValueFactory = _ => 100,
        };
        var command = OperatorCommand.Create<DeadLetterList>(
            "list",
            "The messages in a queue, the oldest first.",
            parsed => new(
                HttpMethod.Get,
                $"{Address(parsed.GetRequiredValue(queue))}?limit={parsed.GetValue(limit)}"),
            ShowList);
        command.Arguments.Add(queue);
        command.Options.Add(limit);
        return command;
    }

    private static Command CreateShow()
    {
        var queue = Queue();
        var id = new Argument<string>("id") { Description = "As list shows it." };
        var command = OperatorCommand.Create<DeadLetter>(
            "show",
            "One message with its headers; with its body for the role PersonalData.",
            parsed => new(
                HttpMethod.Get,
                $"{Address(parsed.GetRequiredValue(queue))}/{Uri.EscapeDataString(parsed.GetRequiredValue(id))}"),
            ShowOne);
        command.Arguments.Add(queue);
        command.Arguments.Add(id);
        return command;
    }

    private static Command CreateAction(string action, string description)
    {
        var queue = Queue();
        var ids = new Argument<string[]>("ids")
        {
            Description = "The messages, as list shows them.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var all = new Option<bool>("--all") { Description = "Every message in the queue, up to 10,000 at a time." };
        var why = new Option<string>("--why") { Description = "The reason, for the audit log.", Required = true };
        var command = OperatorCommand.Create<DeadLetterOutcome>(
            action,
            description,
            parsed => new(HttpMethod.Post, $"{Address(parsed.GetRequiredValue(queue))}/{action}")
            {
                Content = JsonContent.Create(
                    new DeadLetterRequest(parsed.GetValue(ids), parsed.GetValue(all), parsed.GetValue(why)),
                    options: AnswerJson.Wire),
            },
            ShowOutcome);
        command.Arguments.Add(queue);
        command.Arguments.Add(ids);
        command.Options.Add(all);
        command.Options.Add(why);
        return command;
    }

    private static string Address(string queue) => $"dead-letters/{Uri.EscapeDataString(queue)}";

    private static int ShowList(DeadLetterList list, IAnsiConsole console)
    {
        var table = new Table().AddColumns("id", "put aside", "order", "event", "reason");
        foreach (var letter in list.Messages)
        {
            table.AddRow(
                TerminalText.Cell(letter.Id),
                TerminalText.Cell($"{letter.At:u}"),
                TerminalText.Cell(letter.OrderNo),
                TerminalText.Cell($"{letter.EventId}"),
                TerminalText.Cell(letter.Reason));
        }

        console.Write(table);
        console.WriteLine($"{list.Messages.Count} of {list.Total} in {TerminalText.Clean(list.Queue)}");
        return ExitCode.Success;
    }

    private static int ShowOne(DeadLetter letter, IAnsiConsole console)
    {
        console.WriteLine(TerminalText.Clean($"{letter.Id} in {letter.Queue}, put aside {letter.At:u}"));
        console.WriteLine(TerminalText.Clean($"reason: {letter.Reason}"));
        console.WriteLine(TerminalText.Clean($"order {letter.OrderNo}, event {letter.EventId}"));
        console.WriteLine(TerminalText.Clean($"content type {letter.ContentType}, {letter.Bytes} bytes"));
        foreach (var (name, value) in letter.Headers)
            console.WriteLine(TerminalText.Clean($"  {name}: {value}"));
        console.WriteLine(letter.Body is null
            ? "The body is shown to the role PersonalData."
            : TerminalText.Clean(letter.Body, keepLines: true));
        return ExitCode.Success;
    }

    private static int ShowOutcome(DeadLetterOutcome outcome, IAnsiConsole console)
    {
        console.WriteLine($"{outcome.Done} of {outcome.Total}");
        if (outcome.Stopped is null)
            return ExitCode.Success;
        console.WriteLine(TerminalText.Clean($"It ended early, and the rest is where it was: {outcome.Stopped}"));
        return ExitCode.Failure;
    }
}
