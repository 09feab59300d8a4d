using System.CommandLine;
using System.Globalization;
using Messaging.Worker.Commands;
using Messaging.Worker.Hosting;
using Spectre.Console;

namespace Messaging.Worker.Operations.Failures;

/// <summary>Orders that failed, on the command line.</summary>
internal static class FailureCommand
{
    public static Command Create() =>
        new("failures", "Shows orders that failed, and has them tried again, through a running worker.")
        {
            CreateGroups(),
            CreateList(),
            CreateRetry(),
        };

    private static Command CreateGroups()
    {
        var filter = new FailureOptions();
        var command = OperatorCommand.Create<FailureGroups>(
            "groups",
            "How many failed, by vendor, reason and code; since when, and when last.",
            parsed => new(HttpMethod.Get, $"failures/groups?{filter.ToQuery(parsed)}"),
            ShowGroups);
        filter.AddTo(command);
        return command;
    }

    private static Command CreateList()
    {
        var filter = new FailureOptions();
        var limit = new Option<int>("--limit")
        {
            Description = "The most to show, up to 1,000.",
            DefaultValueFactory = _ => 100,
        };
        var after = new Option<string>("--after") { Description = "Goes on where a list before ended." };
        var command = OperatorCommand.Create<FailureList>(
            "list",
            "Orders that failed, the latest first.",
            parsed =>
            {
                var page = Uri.EscapeDataString(parsed.GetValue(after) ?? "");
                return new(
                    HttpMethod.Get, $"failures?limit={parsed.GetValue(limit)}&after={page}&{filter.ToQuery(parsed)}");
            },
            ShowList);
        filter.AddTo(command);
        command.Options.Add(limit);
        command.Options.Add(after);
        return command;
    }

    private static Command CreateRetry()
    {
        var filter = new FailureOptions();
        var ids = new Argument<Guid[]>("events")
        {
            Description = "The order events that failed, as list shows them; or none, with --vendor and --reason.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var limit = new Option<int?>("--limit")
        {
            Description = "Of a group, how many at the most, up to 100, the latest first. Default: 1.",
        };
        var liftDeadline = new Option<bool>("--lift-deadline")
        {
            Description = "They may be sent although their deadline has passed.",
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only says which." };
        var staged = new Option<bool>("--staged")
        {
            Description =
                "All of a group, in stages: 1, 2, 5, 20, 100, then 500 at a time, until the failure comes back.",
        };
        var why = new Option<string>("--why") { Description = "The reason, for the audit log.", Required = true };
        var command = OperatorCommand.Create(
            "retry",
            "Has failed orders tried again, each as a new event with a result of its own.",
            parsed => parsed.GetValue(staged) ? AskStaged(parsed) : new(HttpMethod.Post, "failures/retry")
            {
                Content = JsonContent.Create(
                    new RetryRequest(
                        parsed.GetValue(ids) is { Length: > 0 } some ? some : null,
                        parsed.GetValue(filter.Vendor),
                        parsed.GetValue(filter.Reason),
                        parsed.GetValue(filter.Code),
                        parsed.GetValue(filter.Account),
                        parsed.GetValue(limit),
                        parsed.GetValue(liftDeadline),
                        parsed.GetValue(dryRun),
                        parsed.GetValue(why)),
                    options: AnswerJson.Wire),
            },
            (parsed, answer, console) => parsed.GetValue(staged)
                ? StagedRetryCommand.ShowStart(OperatorCommand.Read<StagedRetryStart>(answer), console)
                : ShowRetry(OperatorCommand.Read<RetryAnswer>(answer), console));
        command.Arguments.Add(ids);
        filter.AddTo(command);
        foreach (var option in new Option[] { limit, staged, liftDeadline, dryRun, why })
            command.Options.Add(option);
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(staged)
                && (parsed.GetValue(ids) is { Length: > 0 } || parsed.GetValue(limit) is not null))
                parsed.AddError("--staged tries all of a group: it takes neither events nor --limit.");
        });
        return command;

        HttpRequestMessage AskStaged(ParseResult parsed) => new(HttpMethod.Post, "staged-retries")
        {
            Content = JsonContent.Create(
                new StagedRetryRequest(
                    parsed.GetValue(filter.Vendor),
                    parsed.GetValue(filter.Reason),
                    parsed.GetValue(filter.Code),
                    parsed.GetValue(filter.Account),
                    parsed.GetValue(liftDeadline),
                    parsed.GetValue(dryRun),
                    parsed.GetValue(why)),
                options: AnswerJson.Wire),
        };
    }

    private static int ShowGroups(FailureGroups answer, IAnsiConsole console)
    {
        var table = new Table().AddColumns("vendor", "reason", "code", "failures", "first", "last");
        foreach (var group in answer.Groups)
        {
            table.AddRow(
                TerminalText.Cell(group.Vendor),
                TerminalText.Cell(group.Reason),
                TerminalText.Cell(group.Code),
                TerminalText.Cell(group.Count.ToString(CultureInfo.InvariantCulture)),
                TerminalText.Cell($"{group.First:u}"),
                TerminalText.Cell($"{group.Last:u}"));
        }

        console.Write(table);
        return ExitCode.Success;
    }

    private static int ShowList(FailureList answer, IAnsiConsole console)
    {
        var table = new Table()
            .AddColumns("failed", "vendor", "account", "order", "reason", "code", "event", "retried as");
        foreach (var failure in answer.Failures)
        {
            table.AddRow(
                TerminalText.Cell($"{failure.SettledAt:u}"),
                TerminalText.Cell(failure.Vendor),
                TerminalText.Cell(failure.Account),
                TerminalText.Cell(failure.OrderNo),
                TerminalText.Cell(failure.Reason),
                TerminalText.Cell(failure.Code),
                TerminalText.Cell($"{failure.EventId}"),
                TerminalText.Cell($"{failure.RetriedAs}"));
        }

        console.Write(table);
        OperatorCommand.WriteNext(console, answer.Next);
        return ExitCode.Success;
    }

    private static int ShowRetry(RetryAnswer answer, IAnsiConsole console)
    {
        foreach (var id in answer.EventIds)
            console.WriteLine($"{id}");
        console.WriteLine(
            $"tried again: {answer.Started}, retried before: {answer.AlreadyRetried}, not there: {answer.NotThere}");
        return ExitCode.Success;
    }
}
