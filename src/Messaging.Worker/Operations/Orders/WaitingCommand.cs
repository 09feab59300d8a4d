using System.CommandLine;
using System.Globalization;
using Messaging.Fulfillment.Ledger;
using Messaging.Worker.Commands;
using Messaging.Worker.Hosting;
using Spectre.Console;

namespace Messaging.Worker.Operations.Orders;

/// <summary>Orders that wait, on the command line.</summary>
internal static class WaitingCommand
{
    public static Command CreateList()
    {
        Option[] filters =
        [
            new Option<string?>("--vendor") { Description = "Of this vendor." },
            new Option<string?>("--account") { Description = "Of this account." },
            new Option<string?>("--reason") { Description = "due, later or behind (another event of their order)." },
            new Option<string?>("--code") { Description = "With this last code of the vendor's; \"\" for none." },
            new Option<string?>("--older-than") { Description = "Waiting for longer than this, as 01:00:00." },
            new Option<string?>("--after") { Description = "Goes on where a list before ended." },
            new Option<string?>("--limit") { Description = "The most to show, up to 1,000. Default: 100." },
        ];
        var counts = new Option<bool>("--counts") { Description = "Also counts all of them, by account and reason." };
        var command = OperatorCommand.Create<WaitingList>(
            "orders",
            "Orders that wait in the ledger, the longest waiting first, and why.",
            parsed => new(
                HttpMethod.Get,
                $"orders?state=waiting&counts={(parsed.GetValue(counts) ? "true" : "false")}"
                    + string.Concat(filters.Select(filter => Write((Option<string?>)filter, parsed)))),
            ShowList);
        foreach (var option in filters.Append(counts))
            command.Options.Add(option);
        return command;
    }

    public static Command CreateGiveUp()
    {
        var ids = new Argument<Guid[]>("events")
        {
            Description = "The order events, as orders shows them, up to 100.",
            Arity = ArgumentArity.OneOrMore,
        };
        var why = new Option<string>("--why")
        {
            Description = "The reason, for the audit log and for the subscribers to the results.",
            Required = true,
        };
        var command = OperatorCommand.Create<AnsweredOrders>(
            "give-up",
            "Answers orders that wait as failed. What a worker has is left alone: hold its account first.",
            parsed => new(HttpMethod.Post, "orders/give-up")
            {
                Content = JsonContent.Create(
                    new GiveUpRequest(parsed.GetValue(ids), parsed.GetValue(why)), options: AnswerJson.Wire),
            },
            ShowGiveUp);
        command.Arguments.Add(ids);
        command.Options.Add(why);
        return command;
    }

    private static string Write(Option<string?> option, ParseResult parsed)
    {
        var name = option.Name is "--older-than" ? "olderThan" : option.Name[2..];
        return parsed.GetValue(option) is { } value ? $"&{name}={Uri.EscapeDataString(value)}" : "";
    }

    private static int ShowList(WaitingList answer, IAnsiConsole console)
    {
        if (answer.Groups is { } groups)
        {
            var counts = new Table().AddColumns("vendor", "account", "reason", "orders", "in doubt", "oldest");
            foreach (var group in groups)
            {
                counts.AddRow(
                    TerminalText.Cell(group.Vendor),
                    TerminalText.Cell(group.Account),
                    TerminalText.Cell(group.Reason.ToString()),
                    TerminalText.Cell(group.Count.ToString(CultureInfo.InvariantCulture)),
                    TerminalText.Cell(group.InDoubt.ToString(CultureInfo.InvariantCulture)),
                    TerminalText.Cell($"{group.Oldest:u}"));
            }

            console.Write(counts);
        }

        var table = new Table()
            .AddColumns("received", "vendor", "account", "order", "reason", "due", "calls", "code", "event");
        foreach (var order in answer.Orders)
        {
            table.AddRow(
                TerminalText.Cell($"{order.ReceivedAt:u}"),
                TerminalText.Cell(order.Vendor),
                TerminalText.Cell(order.Account),
                TerminalText.Cell(order.OrderNo),
                TerminalText.Cell(order.InDoubt ? $"{order.Reason}, in doubt" : $"{order.Reason}"),
                TerminalText.Cell($"{order.DueAt:u}"),
                TerminalText.Cell(order.Attempts.ToString(CultureInfo.InvariantCulture)),
                TerminalText.Cell(order.Code),
                TerminalText.Cell($"{order.EventId}"));
        }

        console.Write(table);
        OperatorCommand.WriteNext(console, answer.Next);
        return ExitCode.Success;
    }

    private static int ShowGiveUp(AnsweredOrders answer, IAnsiConsole console)
    {
        console.WriteLine(
            $"given up: {answer.Answered.Count}, in work and left alone: {answer.InWork.Count}, not there: "
                + $"{answer.NotThere.Count}");
        foreach (var id in answer.InWork)
            console.WriteLine($"in work: {id}");
        return answer.InWork.Count == 0 ? ExitCode.Success : ExitCode.Failure;
    }
}
