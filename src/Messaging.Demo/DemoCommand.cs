using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace Messaging.Demo;

/// <summary>Shows the service at work, within this process alone.</summary>
internal static class DemoCommand
{
    private const int MostOrders = 100_000;

    /// <summary>The exit code of a command line that cannot be read.</summary>
    private const int Misused = 2;

    /// <summary>The width of tables where the output is not a terminal.</summary>
    private const int WidthOfFiles = 160;

    private static readonly TimeSpan Termination = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(
        string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken = default)
    {
        var parsed = Create().Parse(args);
        var code = await parsed.InvokeAsync(
            new InvocationConfiguration { Output = output, Error = error, ProcessTerminationTimeout = Termination },
            cancellationToken);
        return parsed.Errors.Count > 0 ? Misused : code;
    }

    private static RootCommand Create()
    {
        var orders = new Option<int>("--orders")
        {
            Description = "Order events of each kind, 1 to 100,000.",
            DefaultValueFactory = _ => 3000,
        };
        orders.Validators.Add(result =>
        {
            // Text that is no number is refused by the parser.
            if (result.Tokens is [var token]
                && int.TryParse(token.Value, CultureInfo.InvariantCulture, out var number)
                && number is < 1 or > MostOrders)
            {
                result.AddError("--orders is outside 1 to 100,000.");
            }
        });
        var seed = new Option<int>("--seed")
        {
            Description = "Chooses orders and faults; the same number chooses the same.",
            DefaultValueFactory = _ => 1,
        };
        var faults = new Option<FaultLevel>("--faults")
        {
            Description = "How the vendors misbehave.",
            DefaultValueFactory = _ => FaultLevel.None,
        };
        var stay = new Option<bool>("--stay")
        {
            Description = "Leaves the operators' page open afterwards, with an account that its vendor refuses.",
        };
        var command =
            new RootCommand("Sends order events to simulated vendors, in memory, and proves that each got one result.")
        {
            orders, seed, faults, stay,
        };
        command.SetAction((parsed, cancellationToken) => DemoRun.RunAsync(
            new DemoSettings(
                parsed.GetValue(orders), parsed.GetValue(seed), parsed.GetValue(faults), parsed.GetValue(stay)),
            CreateConsole(parsed.InvocationConfiguration.Output),
            cancellationToken));
        return command;
    }

    private static IAnsiConsole CreateConsole(TextWriter output)
    {
        var isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!isTerminal)
            console.Profile.Width = WidthOfFiles;
        return console;
    }
}
