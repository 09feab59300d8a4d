using System.CommandLine;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Vendors;
using Messaging.Worker.Commands.Checks;
using Messaging.Worker.Hosting;
using Microsoft.Extensions.Options;

namespace Messaging.Worker.Commands;

/// <summary>
/// Says whether the service could work here and now: its settings, its ledger, its bus, its vendors. Nothing that it
/// does changes an order, a queue or the ledger.
/// </summary>
internal static class CheckCommand
{
    public static Command Create(Action<VendorsBuilder>? vendors)
    {
        var rules = new Option<bool>("--rules")
        {
            Description = "Shows how each vendor's answers are read: every code with its meaning and its class.",
        };
        var command = new Command(
            "check",
            "Checks the configuration, opens the ledger, logs in at the bus and asks the vendors: what to run before "
                + "going live. Exit codes: 0 nothing stands in the way; 1 something does; 2 the configuration is "
                + "wrong.")
        {
            rules,
        };
        command.SetAction(
            (parsed, cancellationToken) => RunAsync(parsed, parsed.GetValue(rules), vendors, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult parsed, bool showRules, Action<VendorsBuilder>? vendors, CancellationToken cancellationToken)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        if (!ConfigurationLoader.TryRead(SettingsOptions.Read(parsed), vendors, error, out var builder))
            return ExitCode.Misconfigured;

        await using var services =
            new ServiceCollection().AddWorker(builder.Configuration, vendors).BuildServiceProvider();
        var findings = await FindAsync(services, cancellationToken);
        foreach (var finding in findings.OrderBy(finding => finding.State))
            await output.WriteLineAsync($"{finding.State,-8} {finding.Subject,-16} {finding.Text}");
        if (showRules)
        {
            var console = PlainConsole.Create(output);
            foreach (var vendor in services.GetServices<RegisteredVendor>())
                console.Write(ClassificationTable.Create(vendor));
        }

        var problems = findings.Count(finding => finding.State == FindingState.Problem);
        var warnings = findings.Count(finding => finding.State == FindingState.Warning);
        await output.WriteLineAsync($"{problems} problems, {warnings} warnings");
        return problems == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    private static async Task<IReadOnlyList<Finding>> FindAsync(
        ServiceProvider services, CancellationToken cancellationToken)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var credentials = services.GetServices<ICredentialCheck>().ToArray();
        var ledger = LedgerCheck.RunAsync(
            services.GetRequiredService<IOptions<LedgerOptions>>().Value, cancellationToken);
        var bus = BrokerCheck.RunAsync(services.GetRequiredService<IOptions<BusOptions>>().Value, cancellationToken);
        var vendors = Task.WhenAll(services.GetServices<RegisteredVendor>().Select(vendor => VendorCheck.RunAsync(
            vendor,
            Array.Find(credentials, check => check.Vendor.Equals(vendor.Name, StringComparison.Ordinal)),
            time,
            cancellationToken)));
        return
        [
            new(FindingState.Ok, "configuration", $"in order, version {StartReport.Version}"),
            await ledger,
            .. await bus,
            .. (await vendors).SelectMany(vendor => vendor),
            .. services.GetServices<IdleVendor>().Select(
                vendor => new Finding(FindingState.Ok, vendor.Name, $"off: {vendor.Section}:Accounts has none")),
            .. StartReport.FindWarnings(services).Select(
                notice => new Finding(FindingState.Warning, "configuration", notice)),
        ];
    }
}
