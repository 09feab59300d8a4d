using System.CommandLine;
using System.Globalization;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Repair;
using Messaging.Worker.Commands;
using Messaging.Worker.Hosting;
using Spectre.Console;

namespace Messaging.Worker.Operations.Failures;

/// <summary>
/// Staged retries, on the command line: how far they are, paused, gone on with, ended. They are started by
/// <c>failures retry --staged</c>.
/// </summary>
internal static class StagedRetryCommand
{
    public static Command Create() =>
        new("staged-retries", "Groups of failures that are tried again in stages, through a running worker.")
        {
            CreateList(),
            CreateShow(),
            CreateChange(StagedRetryAction.Pause, "Has one that is running send nothing more for now."),
            CreateChange(StagedRetryAction.Resume, "Has one go on that was paused, or that has stopped by itself."),
            CreateChange(StagedRetryAction.Cancel, "Ends one for good; what it has sent goes on."),
        };

    /// <summary>Shows what would be sent, or was started.</summary>
    public static int ShowStart(StagedRetryStart answer, IAnsiConsole console)
    {
        if (answer.Started is { } started)
            return ShowOne(started, console);
        var plan = answer.Plan!;
        var sizes = string.Join(", ", plan.Stages) + (plan.StageCount > plan.Stages.Count ? ", …" : "");
        console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{plan.Total} orders in {plan.StageCount} stages: {sizes}"));
        var accounts = new Table().AddColumns("account", "orders");
        foreach (var account in plan.Accounts)
            accounts.AddRow(TerminalText.Cell(account.Account), Number(account.Count));
        console.Write(accounts);
        var first = new Table().AddColumns("first", "account", "order", "failed", "event");
        foreach (var (i, failure) in plan.First.Index())
        {
            first.AddRow(
                Number(i + 1),
                TerminalText.Cell(failure.Account),
                TerminalText.Cell(failure.OrderNo),
                TerminalText.Cell($"{failure.SettledAt:u}"),
                TerminalText.Cell($"{failure.EventId}"));
        }

        console.Write(first);
        return ExitCode.Success;
    }

    private static Command CreateList()
    {
        var limit = new Option<int>("--limit")
        {
            Description = "The most to show, up to 100.",
            DefaultValueFactory = _ => 20,
        };
        var before = new Option<long?>("--before") { Description = "Those with a smaller number." };
        var command = OperatorCommand.Create<StagedRetryList>(
            "list",
            "Staged retries, the latest first.",
            parsed => new(
                HttpMethod.Get,
                $"staged-retries?limit={parsed.GetValue(limit)}"
                    + (parsed.GetValue(before) is { } number ? $"&before={number}" : "")),
            ShowList);
        command.Options.Add(limit);
        command.Options.Add(before);
        return command;
    }

    private static Command CreateShow()
    {
        var number = NumberArgument();
        var command = OperatorCommand.Create<StagedRetryAnswer>(
            "show",
            "How far one is, and what came of its stages.",
            parsed => new(HttpMethod.Get, $"staged-retries/{parsed.GetValue(number)}"),
            ShowOne);
        command.Arguments.Add(number);
        return command;
    }

    private static Command CreateChange(StagedRetryAction action, string description)
    {
        var name = action.ToString().ToLowerInvariant();
        var number = NumberArgument();
        var why = new Option<string>("--why") { Description = "The reason, for the audit log.", Required = true };
        var command = OperatorCommand.Create<StagedRetryAnswer>(
            name,
            description,
            parsed => new(HttpMethod.Post, $"staged-retries/{parsed.GetValue(number)}/{name}")
            {
                Content = JsonContent.Create(new StagedRetryChange(parsed.GetValue(why)), options: AnswerJson.Wire),
            },
            ShowOne);
        command.Arguments.Add(number);
        command.Options.Add(why);
        return command;
    }

    private static Argument<long> NumberArgument() => new("number") { Description = "Its number, as list shows it." };

    private static int ShowList(StagedRetryList answer, IAnsiConsole console)
    {
        console.Write(CreateTable(answer.StagedRetries));
        if (answer.Next is { } next)
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"There are more: --before {next}"));
        return ExitCode.Success;
    }

    private static int ShowOne(StagedRetryAnswer answer, IAnsiConsole console)
    {
        console.Write(CreateTable([answer]));
        var stages = new Table().AddColumns("stage", "sent", "succeeded", "failed", "with", "then");
        foreach (var stage in answer.Stages)
        {
            stages.AddRow(
                Number(stage.Number),
                Number(stage.Sent),
                Number(stage.Succeeded),
                Number(stage.Failed),
                TerminalText.Cell(string.Join(
                    ", ", stage.Failures.Select(failure => $"{failure.Count} {failure.Reason} {failure.Code}"))),
                TerminalText.Cell(stage.Stop switch
                {
                    StageStop.FailureCameBack => "stopped: the failure came back",
                    StageStop.HalfFailed => "stopped: half of them failed",
                    _ => "",
                }));
        }

        if (answer.StageSize > 0)
        {
            stages.AddRow(
                Number(answer.Stage),
                Number(answer.StageSize),
                TerminalText.Cell(null),
                TerminalText.Cell(null),
                TerminalText.Cell(null),
                TerminalText.Cell(string.Create(
                    CultureInfo.InvariantCulture, $"{answer.Waiting} have no result yet")));
        }

        console.Write(stages);
        return ExitCode.Success;
    }

    private static Table CreateTable(IEnumerable<StagedRetryAnswer> retries)
    {
        var table = new Table().AddColumns(
            "number", "group", "status", "since", "by", "why", "stage", "sent", "succeeded", "failed", "left");
        foreach (var retry in retries)
        {
            table.AddRow(
                Number(retry.Number),
                TerminalText.Cell($"{retry.Vendor} {retry.Account} {retry.Reason} {retry.Code}"),
                TerminalText.Cell(retry.Status.ToString().ToLowerInvariant()),
                TerminalText.Cell($"{retry.ChangedAt:u}"),
                TerminalText.Cell(
                    retry.ChangedBy ?? (retry.Status is StagedRetryStatus.Running ? retry.StartedBy : "")),
                TerminalText.Cell(retry.ChangedWhy ?? retry.StartedWhy),
                Number(retry.Stage),
                Number(retry.Sent),
                Number(retry.Succeeded),
                Number(retry.Failed),
                Number(retry.Left));
        }

        return table;
    }

    private static Text Number(long number) => TerminalText.Cell(number.ToString(CultureInfo.InvariantCulture));
}
