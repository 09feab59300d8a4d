using System.CommandLine;
using Messaging.Fulfillment.Vendors;
using Messaging.Worker.Hosting;
using Microsoft.Extensions.Options;
using Spectre.Console;

namespace Messaging.Worker.Commands;

/// <summary>
/// Says whether the service could work here and now: its settings, its bus, its vendors, and how it reads their
/// answers.
/// </summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var command = new Command(
            "check",
            "Checks the configuration, connects to the bus and the vendors, and shows how their answers are read.");
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(
                SettingsOptions.Read(parsed),
                parsed.InvocationConfiguration.Output,
                parsed.InvocationConfiguration.Error,
                cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        SettingsPaths paths, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        if (!ConfigurationLoader.TryRead(paths, error, out var builder))
            return ExitCode.Failure;

        await output.WriteLineAsync("configuration: in order");
        await using var provider = new ServiceCollection().AddWorker(builder.Configuration).BuildServiceProvider();
        var vendors = provider.GetServices<RegisteredVendor>().ToArray();
        var time = provider.GetRequiredService<TimeProvider>();
        List<Task<Finding>> checks =
        [
            ConnectivityCheck.BusAsync(provider.GetRequiredService<IOptions<BusOptions>>().Value, cancellationToken),
            .. vendors.Select(vendor => ConnectivityCheck.VendorAsync(vendor, time, cancellationToken)),
        ];
        var findings = await Task.WhenAll(checks);
        foreach (var finding in findings)
            await output.WriteLineAsync(finding.Line);
        foreach (var notice in UnprotectedConnections.Find(provider))
            await output.WriteLineAsync($"warning: {notice}");

        var console = PlainConsole.Create(output);
        foreach (var vendor in vendors)
            console.Write(ClassificationTable.Create(vendor));
        return findings.All(finding => finding.IsGood) ? ExitCode.Success : ExitCode.Failure;
    }
}
