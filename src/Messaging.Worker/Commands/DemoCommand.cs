using System.CommandLine;
using System.Globalization;
using Messaging.Worker.Demo;

namespace Messaging.Worker.Commands;

/// <summary>Shows the service at work, with nothing but this process.</summary>
internal static class DemoCommand
{
    private const int MostOrders = 100_000;

    public static Command Create()
    {
        var orders = new Option<int>("--orders") { Description = "Order events of each kind, 1 to 100,000.", DefaultValueFactory = _ => 3000 };
        orders.Validators.Add(result =>
        {
            // What is no number at all is refused by the parser.
            if (result.Tokens is [var token] && int.TryParse(token.Value, CultureInfo.InvariantCulture, out var number) && number is < 1 or > MostOrders)
                result.AddError("--orders is outside 1 to 100,000.");
        });
        var seed = new Option<int>("--seed") { Description = "Chooses orders and faults; the same number chooses the same.", DefaultValueFactory = _ => 1 };
        var faults = new Option<FaultLevel>("--faults") { Description = "How the vendors misbehave.", DefaultValueFactory = _ => FaultLevel.None };
        var command = new Command("demo", "Sends order events to simulated vendors, in memory, and proves that each got one result.") { orders, seed, faults };
        command.SetAction((parsed, cancellationToken) => DemoRun.RunAsync(
            new DemoSettings(parsed.GetValue(orders), parsed.GetValue(seed), parsed.GetValue(faults)),
            PlainConsole.Create(parsed.InvocationConfiguration.Output),
            cancellationToken));
        return command;
    }
}
